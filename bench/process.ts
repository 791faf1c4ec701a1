import { type ChildProcessWithoutNullStreams, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Whether a process can be kept to one core (Linux). */
const canPin = spawnSync('taskset', ['--version']).status === 0;

type Command = readonly [string, ...string[]];

/** The same command on one core. */
const pinned = (command: Command, core: number | undefined): Command =>
  core === undefined || !canPin ? command : ['taskset', '-c', String(core), ...command];

/** The command that runs a script of this folder, on one core or on all. */
const commandOf = (script: string, core: number | undefined): Command =>
  pinned([process.execPath, ...process.execArgv, join(__dirname, script)], core);

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

interface ProcessOptions {
  readonly core?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a script to its end and gives the last line that it prints. */
export const runScript = (
  script: string,
  args: readonly (string | number)[],
  options: ProcessOptions = {},
): Promise<string> => lastLineOf([...commandOf(script, options.core), ...args.map(String)], options);

/** The same for a program in Python. */
export const runPython = (program: string, args: readonly string[], options: ProcessOptions): Promise<string> =>
  lastLineOf(pinned(['python3', join(__dirname, program), ...args], options.core), options);

const lastLineOf = async ([command, ...args]: Command, { environment }: ProcessOptions): Promise<string> => {
  const env = { ...process.env, ...environment };
  const { stdout } = await promisify(execFile)(command, args, { env, maxBuffer: 2 ** 26 });
  return stdout.trim().split('\n').at(-1) ?? '';
};
