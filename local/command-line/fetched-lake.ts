import { mkdir } from 'node:fs/promises';
import type { Table } from '../../lambda/contract/column';
import { TABLES } from '../../lambda/contract/tables';
import { createS3Client } from '../../lambda/lake/s3/client';
import type { Access } from '../../lambda/sdk/access';
import { type BucketLake, copyObjects, listTable } from '../lake/lake-copy';
import { counted } from '../terminal/counted';
import type { Output } from '../terminal/output';

export interface BucketAccess {
  readonly bucket: string;
  readonly access: Access;
}

/** Copies what a query needs of a bucket into a folder, which then is a directory lake. Throws a LakeError. */
export const fetchLake = async (
  { bucket, access }: BucketAccess,
  sql: string,
  folder: string,
  err: Output,
): Promise<void> => {
  await mkdir(folder);
  await copyTables({ bucket, client: createS3Client({ access }) }, tablesOf(sql), folder, err);
};

/** The tables that a query may speak of: none can be named without the last word of its name. */
export const tablesOf = (sql: string): readonly Table[] => {
  const text = sql.toLowerCase();
  return TABLES.filter(({ name }) => text.includes(name.slice(name.lastIndexOf('_') + 1)));
};

const copyTables = async (lake: BucketLake, tables: readonly Table[], folder: string, err: Output): Promise<void> => {
  const listed = await Promise.all(tables.map((table) => listTable(lake, table)));
  const objects = listed.flat();
  const megabytes = objects.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  err.write(`Fetching ${counted(objects.length, 'object')} (${megabytes.toFixed(1)} MB) of s3://${lake.bucket}.\n`);
  await copyObjects(lake, objects, folder);
};
