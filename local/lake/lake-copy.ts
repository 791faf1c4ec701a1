import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { systemClock } from '../../lambda/clock';
import type { Table } from '../../lambda/contract/column';
import { PARTITION_COLUMN } from '../../lambda/contract/layout';
import { download } from '../../lambda/lake/download';
import { UnusableAnswerError } from '../../lambda/lake/s3/answers';
import { toLakeError } from '../../lambda/lake/s3/fault';
import { PATIENCE_MILLISECONDS, retry } from '../../lambda/lake/s3/retry';
import { createS3Lake } from '../../lambda/lake/s3/s3-lake';
import { forEachAtMost } from '../../lambda/pool';

/** An object of a table. */
export interface LakeObject {
  readonly key: string;
  readonly bytes: number;
}

export interface BucketLake {
  readonly bucket: string;
  /** Of `createS3Client`. */
  readonly client: S3Client;
}

const DOWNLOADS_AT_ONCE = 16;

/** The objects of a table of a lake in S3, all partitions. Throws a LakeError. */
export const listTable = async ({ bucket, client }: BucketLake, table: Table): Promise<readonly LakeObject[]> => {
  const objects: LakeObject[] = [];
  let token: string | undefined;
  do {
    const next = token === undefined ? {} : { ContinuationToken: token };
    const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: `${table.name}/`, ...next });
    const page = await withLakeError(bucket, () => retry(RETRY, () => client.send(command).then(checkPage)));
    for (const { Key: key, Size: bytes } of page.Contents ?? [])
      if (key !== undefined && isOf(table, key)) objects.push({ key, bytes: bytes ?? 0 });
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return objects;
};

/** A page that is none would read as a lake without objects. */
const checkPage = (page: ListObjectsV2CommandOutput): ListObjectsV2CommandOutput => {
  if (page.IsTruncated === undefined) throw new UnusableAnswerError('no list of objects');
  return page;
};

const RETRY = { clock: systemClock, random: Math.random, patience: PATIENCE_MILLISECONDS };

const withLakeError = async <T>(bucket: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw toLakeError(error, 'lake-list', `s3://${bucket}`);
  }
};

/** As DuckDB looks for the files of a table. What else lies there, or leads elsewhere as a path, is left alone. */
const isOf = ({ name, partitioned }: Table, key: string): boolean => {
  const [folder, ...rest] = key.split('/');
  const file = rest.pop() ?? '';
  const [partition = '', ...more] = rest;
  const isInPlace = partitioned ? partition.startsWith(`${PARTITION_COLUMN}=`) && more.length === 0 : rest.length === 0;
  return folder === name && isInPlace && [partition, file].every(isPlain) && file.endsWith('.ndjson.gz');
};

const isPlain = (segment: string): boolean => /^[\w=-][\w=.-]*$|^$/.test(segment);

/** Copies objects into a folder, which then is a directory lake. What is gone by now is left out. */
export const copyObjects = async (
  bucketLake: BucketLake,
  objects: readonly LakeObject[],
  folder: string,
): Promise<void> => {
  const lake = createS3Lake(bucketLake);
  await forEachAtMost(DOWNLOADS_AT_ONCE, objects, async ({ key }) => {
    const path = join(folder, key);
    await mkdir(dirname(path), { recursive: true });
    await download(lake, key, path);
  });
};
