import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../lambda/clock';
import { LakeError } from '../lambda/errors';
import { download } from '../lambda/lake/download';
import { makeUpload } from '../lambda/lake/s3/upload';
import { run } from '../lambda/run';
import { readLastSnapshot } from '../lambda/snapshot/last-snapshot';
import { RowFile } from '../lambda/snapshot/row-file';
import { ACCOUNT, accountOf, definition } from './fakes/account';
import { AccountSource } from './fakes/account-source';
import { MemoryLake } from './fakes/memory-lake';
import { openFilesIn } from './fakes/open-files';
import { at } from './fakes/scheduled-time';

/** Text that cannot be compressed much. */
const noise = (bytes: number): string =>
  createHash('shake256', { outputLength: bytes }).update('noise').digest('base64').slice(0, bytes);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A run whose file of that name is on a full disk. */
const runOnFullDisk = (file: string, scheduledTime = at('2026-11-20T06:00:00Z')) => {
  const scratchFolder = join(folder, 'scratch');
  mkdirSync(scratchFolder);
  symlinkSync('/dev/full', join(scratchFolder, file));
  const definitions = ['a', 'b', 'c'].map((name) => definition(name, { data: noise(400_000) }));
  return run(
    { scheduledTime, accountId: ACCOUNT, regions: 'enabled', excludedRegions: [], dropScope: 'none' },
    {
      lake: new MemoryLake(),
      source: new AccountSource(accountOf({ 'eu-west-1': definitions })),
      clock: systemClock,
      scratchFolder,
      report: () => undefined,
    },
  );
};

describe('a run that finds the disk full', () => {
  it.each(['rows.ndjson', 'snapshot.ndjson.gz', 'change.ndjson.gz', 'coverage.ndjson.gz'])(
    'at %s leaves no file open, so that the disk gets free again',
    async (file) => {
      for (const _ of [1, 2, 3]) await expect(runOnFullDisk(file)).rejects.toMatchObject({ code: 'ENOSPC' });
      expect(openFilesIn(folder)).toEqual([]);
      expect(openFilesIn('/dev/full')).toEqual([]);
    },
  );
});

describe('no file is left open', () => {
  it('where the last snapshot is broken at its first row', async () => {
    const path = join(folder, 'last.ndjson.gz');
    writeFileSync(path, gzipSync(`no row\n${noise(3_000_000)}\n`));
    const rowFile = new RowFile(join(folder, 'rows'));
    await expect(readLastSnapshot(path, rowFile, undefined)).rejects.toThrow('row 1 is not valid');
    rowFile.close();
    expect(openFilesIn(folder)).toEqual([]);
  });

  it('where the body of a download breaks', async () => {
    const lake = new MemoryLake();
    lake.read = async () => ({ answer: 'object', etag: 'e', versionId: null, bytes: 9, body: brokenBody() });
    await expect(download(lake, 'key', join(folder, 'copy'))).rejects.toThrow('broke');
    expect(openFilesIn(folder)).toEqual([]);
  });

  it('where an upload fails after its first bytes', async () => {
    const path = join(folder, 'body');
    writeFileSync(path, noise(2_000_000));
    const upload = await makeUpload({ path, bytes: 2_000_000 });
    const failing = upload.send(async (body) => {
      for await (const _ of body) throw new LakeError('the connection broke');
    });
    await expect(failing).rejects.toThrow('the connection broke');
    expect(openFilesIn(folder)).toEqual([]);
  });
});

async function* brokenBody(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('some');
  throw new LakeError('the body broke');
}
