import { mkdir } from 'node:fs/promises';
import type { Table } from '../../lambda/contract/column';
import { TABLES } from '../../lambda/contract/tables';
import { createS3Client } from '../../lambda/lake/s3/client';
import type { Access } from '../../lambda/sdk/access';
import { type BucketLake, copyObjects, listTable } from '../lake/lake-copy';
import { bucketOf } from '../lake/lake-location';
import type { Output } from '../terminal/output';
import { counted } from '../terminal/progress';
import { exitOfSignal } from './exit-status';
import type { Scratch } from './scratch';
import type { Signals } from './stopping';

export interface LakeFolderPorts {
  readonly err: Output;
  readonly signals: Signals;
  readonly makeScratch: () => Promise<Scratch>;
  readonly openNetwork: () => Promise<Access>;
}

/**
 * Gives the work a folder that holds the lake: the lake's own, or a copy of what the query needs of a bucket. The copy
 * is removed afterwards, also where the process is stopped: it holds documents. Throws a LakeError.
 */
export const withLakeFolder = async <T>(
  lake: string,
  sql: string,
  { err, signals, makeScratch, openNetwork }: LakeFolderPorts,
  work: (folder: string) => Promise<T>,
): Promise<T> => {
  const bucket = bucketOf(lake);
  if (bucket === undefined) return work(lake);
  const scratch = await makeScratch();
  const stopListening = signals.listen((signal) => {
    scratch.removeNow();
    signals.exit(exitOfSignal(signal));
  });
  try {
    await mkdir(scratch.folder);
    await copyTables(
      { bucket, client: createS3Client({ access: await openNetwork() }) },
      tablesOf(sql),
      scratch.folder,
      err,
    );
    return await work(scratch.folder);
  } finally {
    stopListening();
    await scratch.remove();
  }
};

/** The tables that a query may speak of: none can be named without the last word of its name. */
const tablesOf = (sql: string): readonly Table[] => {
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
