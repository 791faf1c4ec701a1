import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface Ended {
  /** Null where a signal ended it; -1 where it could not be started. */
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end. Never throws: a program that is missing has the status -1, and says so in `err`. */
export const command = async (
  [program, ...argv]: readonly [string, ...string[]],
  options: CommandOptions = {},
): Promise<Ended> => {
  const child = spawn(program, argv, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const [ended, out, err] = await Promise.all([
    once(child, 'close').catch((error: unknown) => (error instanceof Error ? error : new Error(String(error)))),
    text(child.stdout),
    text(child.stderr),
  ]);
  return ended instanceof Error ? { status: -1, out, err: ended.message } : { status: child.exitCode, out, err };
};
