import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { node24 } from './install/node-24';

interface CollectTask {
  /** `s3://bucket`. */
  readonly lake: string;
  readonly scheduledTime: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** `npm run collect` as one file that Node 24 has compiled before: these tests start it some 150 times. */
export class CollectProgram {
  private constructor(
    private readonly node: string,
    private readonly folder: string,
  ) {}

  static async make(): Promise<CollectProgram> {
    const folder = await mkdtemp(join(tmpdir(), 'collect-program-'));
    await build({
      entryPoints: [resolve(__dirname, '../../local/collect.ts')],
      outfile: join(folder, 'collect.js'),
      bundle: true,
      minify: true,
      mainFields: ['module', 'main'],
      platform: 'node',
      logLevel: 'warning',
    });
    return new CollectProgram(await node24(), folder);
  }

  start({ lake, scheduledTime, environment }: CollectTask): ChildProcess {
    const argv = [join(this.folder, 'collect.js'), '--lake', lake, '--scheduled-time', scheduledTime];
    const NODE_COMPILE_CACHE = join(this.folder, 'compiled');
    const env = { PATH: process.env['PATH'], TMPDIR: this.folder, NODE_COMPILE_CACHE, ...environment };
    return spawn(this.node, argv, { env, stdio: 'ignore' });
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
