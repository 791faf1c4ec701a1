import { join } from 'node:path';
import type { Clock } from '../../lambda/clock';
import type { Access } from '../../lambda/sdk/access';
import { RowFile } from '../../lambda/snapshot/row-file';
import type { OnStop } from '../command-line/scratch';
import { DocumentStore } from './document-store';
import { isFirstRun, readChanges, readNewestRun } from './lake-content';
import { type OutputFile, openOutputFile } from './output-file';
import { buildPage } from './page-code';
import { pageText } from './page-file';
import { type ReportContent, reportContent } from './report-content';
import { openReportLake } from './report-lake';
import { stepsOf } from './steps-data';

interface ReportRequest {
  /** A folder, or s3:// and a bucket. */
  readonly lake: string;
  /** The file to write. */
  readonly out: string;
  readonly hasDocuments: boolean;
}

interface ReportPorts {
  readonly clock: Clock;
  readonly openNetwork: () => Promise<Access>;
  readonly scratchFolder: string;
  readonly onStop: OnStop;
}

export interface WrittenReport {
  readonly index: ReportContent['index'];
  readonly bytes: number;
}

/** Reads a lake, and writes all that it says into one file, whole or not at all. Throws a CollectorError. */
export const writeReport = async (request: ReportRequest, ports: ReportPorts): Promise<WrittenReport> => {
  const file = await openOutputFile(request.out);
  ports.onStop(() => file.discardNow());
  try {
    return await writeInto(file, request, ports);
  } finally {
    await file.discard();
  }
};

const writeInto = async (file: OutputFile, request: ReportRequest, ports: ReportPorts): Promise<WrittenReport> => {
  const content = await readContent(request, ports);
  const bytes = await file.write(pageText(content, await buildPage()));
  return { index: content.index, bytes };
};

const readContent = async (request: ReportRequest, ports: ReportPorts): Promise<ReportContent> => {
  const { clock, openNetwork, scratchFolder } = ports;
  const lake = await openReportLake(request.lake, openNetwork);
  const rowFile = new RowFile(join(scratchFolder, 'rows.ndjson'));
  try {
    const newest = await readNewestRun({ reader: lake.reader, clock, rowFile, scratchFolder });
    return await reportContent({
      lake: request.lake,
      madeAt: new Date(clock.now()).toISOString(),
      newest,
      rowFile,
      changes: readChanges(lake, newest.run, scratchFolder),
      isFirstRun: (run) => isFirstRun(lake.reader, run),
      store: new DocumentStore(stepsOf, request.hasDocuments),
      hasDocuments: request.hasDocuments,
    });
  } finally {
    rowFile.close();
  }
};
