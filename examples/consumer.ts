import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Manifest, PublishedObject } from '../lambda/contract/manifest';
import type { ChangeRow } from '../lambda/contract/tables';

// Prints each change of a lake once, run after run: npx tsx examples/consumer.ts LAKE KEY STATE, with a folder or
// s3://BUCKET, the key in an event, and a file that keeps the key of the manifest that was handled last.
const [lake = '', given = '', state = ''] = process.argv.slice(2);
// EventBridge gives the key as it is; S3's own notifications encode it as in a URL.
const newest = decodeURIComponent(given);

/** An object, in a bucket in the version that a manifest names. Undefined: it is gone. */
const read = async (key: string, VersionId?: string): Promise<Uint8Array | undefined> => {
  try {
    if (!lake.startsWith('s3://')) return await readFile(join(lake, key));
    const command = new GetObjectCommand({ Bucket: lake.slice('s3://'.length), Key: key, VersionId });
    return await (await new S3Client().send(command)).Body?.transformToByteArray();
  } catch (error) {
    if (/ENOENT|NoSuchKey|NoSuchVersion/.test(String(error))) return undefined;
    throw error;
  }
};

const manifestAt = async (key: string): Promise<Manifest | undefined> => {
  const bytes = await read(key);
  return bytes && JSON.parse(Buffer.from(bytes).toString());
};

/** A folder keeps no versions: there, the hash says whether a later run has replaced the object. */
const linesOf = async (object: PublishedObject | null | undefined): Promise<readonly string[] | undefined> => {
  if (object === null) return [];
  const bytes = object && (await read(object.key, object.version_id ?? undefined));
  const content = bytes && gunzipSync(bytes);
  if (!content || createHash('sha256').update(content).digest('hex') !== object.sha256) return undefined;
  return content.toString().split('\n').slice(0, object.rows);
};

/** What all runs since the last one changed. Undefined: a manifest or its changes have expired. */
const changesSince = async (last: string): Promise<readonly string[] | undefined> => {
  let changes: readonly string[] = [];
  for (let key = newest; key !== last; ) {
    const manifest = await manifestAt(key);
    const lines = await linesOf(manifest?.objects.change);
    if (!lines || !manifest?.previous_run) return undefined;
    changes = [...lines, ...changes];
    const run = manifest.previous_run;
    key = `manifest/dt=${run.slice(0, 10)}/${run.replaceAll(/[-:]/g, '')}.json`;
  }
  return changes;
};

/** All rows as of one run: for a new consumer, and for one that has missed changes for good. */
const begin = async (): Promise<void> => {
  const rows = await linesOf((await manifestAt(newest))?.objects.snapshot);
  if (!rows) throw new Error(`The snapshot of ${newest} is gone. Begin with a later manifest.`);
  console.log(`begin with ${rows.length} rows`);
};

const tell = (line: string): void => {
  const { run, change, region, name, version }: ChangeRow = JSON.parse(line);
  console.log(`${run} ${change} ${region} ${name} ${version}`);
};

const follow = async (): Promise<void> => {
  const last = existsSync(state) ? readFileSync(state, 'utf8') : '';
  // An event comes at least once, and not always in order. Keys sort as their runs do.
  if (newest <= last) return;
  const changes = last === '' ? undefined : await changesSince(last);
  if (changes) changes.forEach(tell);
  else await begin();
  // Last: where the work breaks off, it is done again.
  writeFileSync(state, newest);
};

if (state === '') {
  console.error('usage: npx tsx examples/consumer.ts LAKE KEY STATE');
  process.exitCode = 2;
} else {
  follow().catch((error: unknown) => {
    console.error(String(error));
    process.exitCode = 1;
  });
}
