import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../../lambda/clock';
import { FIRST_RUN, SECOND_RUN } from '../../../local/demo/demo-runs';
import { buildPage, type Page } from '../../../local/report/page-code';
import { pageText } from '../../../local/report/page-file';
import type { ReportContent } from '../../../local/report/report-content';
import { writeReport } from '../../../local/report/write-report';
import { liveOneDay, sampleAccount } from '../../../local/sample-account/sample-account';
import { collectIntoFolder } from '../../local/report/lakes';

/** The report of the demo's lake: two runs, with a day in between. */
export const demoReport = async (folder: string): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const lake = join(folder, 'lake');
  const account = sampleAccount();
  await collectIntoFolder(lake, account, FIRST_RUN);
  liveOneDay(account);
  await collectIntoFolder(lake, account, SECOND_RUN);
  return writeReportOn(folder, lake);
};

/** Writes what a lake says into a file beside it. */
export const writeReportOn = async (folder: string, lake: string): Promise<string> => {
  const [out, scratchFolder] = [join(folder, 'report.html'), join(folder, 'scratch')];
  await mkdir(scratchFolder);
  const ports = { clock: systemClock, openNetwork: async () => ({}), scratchFolder, onStop: () => undefined };
  await writeReport({ lake, out, hasDocuments: true }, ports);
  return out;
};

/** Writes a report of what no lake holds. */
export const writeMadeReport = async (file: string, content: ReportContent, page?: Page): Promise<void> =>
  writeFile(file, [...pageText(content, page ?? (await buildPage()))].join(''));
