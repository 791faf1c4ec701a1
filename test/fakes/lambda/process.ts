import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface LambdaRun {
  /** For each event what the handler answered, or the error that it threw. */
  readonly answers: readonly unknown[];
  /** What it wrote, which is its log. Powertools writes warnings and errors to standard error. */
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a function's file as Lambda does, in a process that knows nothing but the environment it is given. */
export const runInLambda = async (
  node: string,
  file: string,
  functionArn: string,
  environment: Readonly<Record<string, string>>,
  events: readonly unknown[],
): Promise<LambdaRun> => {
  const args = [join(__dirname, 'runtime.cjs'), file, functionArn, ...events.map((event) => JSON.stringify(event))];
  const child = spawn(node, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  if (child.stdout === null || child.stderr === null) throw new Error('the process has no output to read');
  const answers: unknown[] = [];
  child.on('message', (answer) => answers.push(answer));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { answers, stdout, stderr };
};
