import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openLakeDatabase } from '../../../local/duckdb/duckdb';
import type { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { type FakeImageBuilder, startFakeImageBuilder } from '../../../local/fake-image-builder/server';
import { sampleAccount } from '../../../local/sample-account/sample-account';
import { useBundledProgram } from '../../bundled-program';

const command = useBundledProgram('local/collect.ts');

describe('npm run collect, as a process', () => {
  let account: FakeAccount;
  let aws: FakeImageBuilder;
  let folder: string;
  let lake: string;
  let children: ChildProcess[];
  beforeEach(async () => {
    children = [];
    account = sampleAccount();
    aws = await startFakeImageBuilder(account);
    folder = await mkdtemp(join(tmpdir(), 'collect-process-'));
    lake = join(folder, 'lake');
    await mkdir(join(folder, 'tmp'));
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await aws.close();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (...argv: readonly string[]) => {
    const child = spawn(process.execPath, [command(), '--lake', lake, ...argv], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        TMPDIR: join(folder, 'tmp'),
        AWS_ENDPOINT_URL: aws.url,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'sample',
        AWS_SECRET_ACCESS_KEY: 'sample',
        AWS_CONFIG_FILE: join(folder, 'none'),
        AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
      },
    });
    children.push(child);
    const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
    return { child, ended: ended.then(([[status], out, err]) => ({ status, out, err })) };
  };
  const collect = (...argv: readonly string[]) => start(...argv).ended;

  const scratchFolders = () => readdir(join(folder, 'tmp'));

  /** Every object of the lake, with its content. */
  const contents = async (): Promise<Readonly<Record<string, string>>> => {
    const entries = await readdir(lake, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return Object.fromEntries(
      await Promise.all(paths.sort().map(async (path) => [path, await readFile(path, 'base64')] as const)),
    );
  };

  it('fills a lake that can be queried, and prints no word of the SDK', async () => {
    const { status, out, err } = await collect('--scheduled-time', '2026-11-22T06:00:00Z');

    expect(status).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'Run 2026-11-22T06:00:00Z is published: 20 workflow builds in 3 targets, all of them read, 1 without some details (partial).',
    );
    expect(err.trimEnd().split('\n')).toEqual([
      'Reading 3 targets.',
      ...Array.from({ length: 3 }, () => expect.stringMatching(/^\[[123]\/3] 111122223333 /)),
      'Merging with the last snapshot.',
      'Committed: 20 builds.',
    ]);
    const database = await openLakeDatabase(lake);
    expect((await database.query('SELECT count(*) FROM aws.imagebuilder_workflow')).rows).toEqual([[20]]);
    database.close();
    expect(await scratchFolders()).toEqual([]);
  });

  it('says which Region could not be read, and refuses to lose it', async () => {
    account.region('us-east-1').behaviour = { kind: 'denied' };
    const { status, out } = await collect('--scheduled-time', '2026-11-22T06:00:00Z');
    expect(status).toBe(3);
    expect(out).toContain(
      '  111122223333 us-east-1: denied (AccessDeniedException), never read, as far as the lake knows\n',
    );

    const before = await contents();
    const narrower = await collect('--region', 'eu-west-1', '--scheduled-time', '2026-11-22T07:00:00Z');
    expect(narrower.status).toBe(1);
    expect(narrower.err.replaceAll('\n', ' ')).toContain('111122223333 ap-southeast-2, 111122223333 us-east-1');
    expect(narrower.err).toContain('--drop-scope');
    expect(await contents()).toEqual(before);
  });

  it('publishes where nobody reads what it says', async () => {
    const { child, ended } = start('--scheduled-time', '2026-11-22T06:00:00Z');
    child.stdout.destroy();
    child.stderr.destroy();

    // Of a stream that was destroyed there is no text.
    await ended.catch(() => undefined);
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(0);
    expect(await readdir(join(lake, 'manifest'))).toEqual(['dt=2026-11-22']);
    expect(await scratchFolders()).toEqual([]);
  });

  it('leaves the lake as it was on Ctrl-C, and nothing on the disk', async () => {
    await collect('--scheduled-time', '2026-11-22T06:00:00Z');
    const before = await contents();
    account.region('us-east-1').behaviour = { kind: 'silent' };
    const { child, ended } = start('--scheduled-time', '2026-11-22T07:00:00Z');
    // Two Regions are read by then; the third never answers.
    let told = '';
    child.stderr?.on('data', (chunk) => {
      const wasReading = told.includes('[2/3]');
      told += chunk;
      if (!wasReading && told.includes('[2/3]')) child.kill('SIGINT');
    });

    const { status, err } = await ended;
    expect(status).toBe(130);
    expect(err).toContain('Stopped before the commit: the lake is as it was.');
    expect(await contents()).toEqual(before);
    expect(await scratchFolders()).toEqual([]);
  });
});
