import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../../lambda/clock';
import { FIRST_RUN, SECOND_RUN } from '../../../local/demo/demo-runs';
import type { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { buildPage, type Page } from '../../../local/report/page-code';
import { pageText } from '../../../local/report/page-file';
import type { ReportContent } from '../../../local/report/report-content';
import { writeReport } from '../../../local/report/write-report';
import { liveOneDay, sampleAccount } from '../../../local/sample-account/sample-account';
import { collectIntoFolder } from '../../local/report/lakes';

/** The report of the demo's lake: two runs, with a day in between. */
export const demoReport = (folder: string): Promise<string> => reportOn(folder, sampleAccount(), liveOneDay);

/** Collects an account twice, and writes what the lake then says into a file. */
export const reportOn = async (
  folder: string,
  account: FakeAccount,
  live: (account: FakeAccount) => void,
): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const [lake, out, scratchFolder] = [join(folder, 'lake'), join(folder, 'report.html'), join(folder, 'scratch')];
  await collectIntoFolder(lake, account, FIRST_RUN);
  live(account);
  await collectIntoFolder(lake, account, SECOND_RUN);
  await mkdir(scratchFolder);
  const ports = { clock: systemClock, openNetwork: async () => ({}), scratchFolder, onStop: () => undefined };
  await writeReport({ lake, out, hasDocuments: true }, ports);
  return out;
};

/** Writes a report of what no lake holds. */
export const writeMadeReport = async (file: string, content: ReportContent, page?: Page): Promise<void> =>
  writeFile(file, [...pageText(content, page ?? (await buildPage()))].join(''));
