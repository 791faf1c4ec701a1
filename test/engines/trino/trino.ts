import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../install/free-port';
import { EngineError, installAnew, installed } from '../install/installation';
import { javaHome } from '../install/java';
import { step } from '../install/step';
import { askTrinoPatiently, type TrinoAnswer, untilTrinoAnswers } from './client';
import { type TrinoSources, writeTrinoConfiguration } from './configuration';

const VERSION = '476';
const INSTALL = join(__dirname, '../install/install-trino.sh');
const PATIENCE_SECONDS = 240;

export interface Trino {
  /** The answer to a query; tables without a schema are looked for in that one. Throws a TrinoError. */
  query(schema: string, sql: string): Promise<TrinoAnswer>;
  stop(): Promise<void>;
}

/**
 * Starts Trino 476, the engine that Athena is made from, over a Glue Data Catalog and S3, on a free port of loopback.
 * Installs it where it is missing: 430 MB to fetch.
 *
 * @throws EngineError
 */
export const startTrino = async (sources: TrinoSources): Promise<Trino> => {
  const java = join(javaHome(process.env), 'bin', 'java');
  const home = await installed(`trino-${VERSION}`, (folder) => ['bash', INSTALL, VERSION, folder]);
  return step(`start Trino ${VERSION}`, async () => {
    const [folder, port] = await Promise.all([mkdtemp(join(tmpdir(), 'trino-')), freePort()]);
    const file = await writeTrinoConfiguration({ folder, plugins: join(home, 'plugin'), port, sources });
    const server = start(folder, [
      java,
      ...FLAGS,
      `-Djava.io.tmpdir=${folder}`,
      '-cp',
      join(home, 'lib', '*'),
      `-Dconfig=${file}`,
      MAIN,
    ]);
    const stop = async (): Promise<void> => {
      await end(server);
      await rm(folder, { recursive: true, force: true });
    };
    const url = `http://127.0.0.1:${port}`;
    try {
      await Promise.race([untilTrinoAnswers(url, PATIENCE_SECONDS), failed(server)]);
    } catch (cause) {
      const words = await readFile(join(folder, 'log'), 'utf8');
      // One that is only slow has lost nothing.
      const advice = server.exitCode === null ? '' : `\n${installAnew(home)}`;
      await stop();
      throw new EngineError(`Trino ${VERSION} does not start on ${java}: ${words.slice(-3000)}${advice}`, { cause });
    }
    return { query: (schema, sql) => askTrinoPatiently(url, schema, sql), stop };
  });
};

const MAIN = 'io.trino.server.TrinoServer';

/** Those of Trino's own launcher that it needs, and a small machine's. */
const FLAGS = [
  ...['-Xmx1G', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Duser.timezone=UTC'],
  ...['-Djdk.attach.allowAttachSelf=true', '--enable-native-access=ALL-UNNAMED'],
  ...['--sun-misc-unsafe-memory-access=allow', '--add-modules=jdk.incubator.vector'],
] as const;

/** Ends what it starts when its standard input ends, as it does when whoever started it is gone. */
const GUARD = 'exec 3<&0; "$@" & server=$!; { cat <&3 >/dev/null; kill -9 $server; } & wait $server';

const start = (folder: string, command: readonly string[]): ChildProcess => {
  const log = openSync(join(folder, 'log'), 'a');
  return spawn('bash', ['-c', GUARD, 'guard', ...command], { cwd: folder, stdio: ['pipe', log, log] });
};

const failed = async (server: ChildProcess): Promise<never> => {
  await once(server, 'exit');
  throw new Error(`ended with status ${server.exitCode}`);
};

/** It holds nothing that is worth an orderly end. */
const end = async (server: ChildProcess): Promise<void> => {
  const ended = server.exitCode === null && server.signalCode === null ? once(server, 'exit') : undefined;
  server.stdin?.destroy();
  await ended;
};
