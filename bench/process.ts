import { type ChildProcessWithoutNullStreams, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Whether a process can be kept to one core (Linux). */
const canPin = spawnSync('taskset', ['--version']).status === 0;

/** The command that runs a script of this folder, on one core or on all. */
const commandOf = (script: string, core: number | undefined): readonly [string, ...string[]] => {
  const node = [process.execPath, ...process.execArgv, join(__dirname, script)] as const;
  return core === undefined || !canPin ? node : ['taskset', '-c', String(core), ...node];
};

/** A server in a process of its own, so that its work is not counted as ours. */
interface BenchServer {
  readonly url: string;
  /** What the server has counted so far: one line of JSON. */
  counts(): Promise<string>;
  /** Gives another tag to one build of a stand-in for Image Builder. */
  retag(): Promise<string>;
  stop(): void;
}

const nextLine = async (server: ChildProcessWithoutNullStreams): Promise<string> => {
  const [line] = await once(server.stdout, 'data');
  return String(line).trim();
};

export const startServer = async (
  script: string,
  args: readonly (string | number)[],
  core?: number,
): Promise<BenchServer> => {
  const [command, ...rest] = commandOf(script, core);
  const server = spawn(command, [...rest, ...args.map(String)]);
  const url = `http://127.0.0.1:${await nextLine(server)}`;
  const ask = (line: string): Promise<string> => {
    server.stdin.write(`${line}\n`);
    return nextLine(server);
  };
  return { url, counts: () => ask('counts'), retag: () => ask('retag'), stop: () => server.kill() };
};

/** Runs a script to its end and gives the last line that it prints. */
export const runScript = async (
  script: string,
  args: readonly (string | number)[],
  options: { readonly core?: number; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<string> => {
  const [command, ...rest] = commandOf(script, options.core);
  const env = { ...process.env, ...options.environment };
  const { stdout } = await promisify(execFile)(command, [...rest, ...args.map(String)], { env, maxBuffer: 2 ** 26 });
  return stdout.trim().split('\n').at(-1) ?? '';
};
