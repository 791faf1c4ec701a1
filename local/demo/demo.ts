import { join } from 'node:path';
import { systemClock } from '../../lambda/clock';
import type { ScheduledTime } from '../../lambda/contract/scheduled-time';
import type { Lake } from '../../lambda/lake/lake';
import { type RunResult, run } from '../../lambda/run';
import type { Source } from '../../lambda/source/image-builder';
import { type ScratchPorts, withScratch } from '../command-line/scratch';
import { openLakeDatabase } from '../duckdb/duckdb';
import type { FakeAccount } from '../fake-image-builder/fake-account';
import { openDirectoryLake } from '../lake/directory-lake';
import { writeReport } from '../report/write-report';
import { liveOneDay } from '../sample-account/sample-account';
import { SAMPLE_ACCOUNTS } from '../sample-account/sample-organization';
import { removeEarlierDemo } from './demo-folder';
import { FIRST_RUN, SECOND_RUN } from './demo-runs';
import { QUESTIONS } from './questions';
import type { Story } from './story';

interface DemoPorts extends ScratchPorts {
  readonly account: FakeAccount;
  readonly source: Source;
  /** Where the lake is made, and what it is called in what is told. */
  readonly folder: string;
  readonly story: Story;
}

const FIRST_REMARK =
  'Region * is an account that could not be opened. Else there is one list call for a Region, and one call for the details of each build. One of them is encrypted with a key that may not be used.';
const SECOND_REMARK =
  'Details never change, so only three were asked for: of the new build, of the one that is no longer listed, and again of the encrypted one.';

/** Collects the accounts twice, with a day in between, asks the lake a few questions, and writes its page. */
export const demo = async (ports: DemoPorts): Promise<void> => {
  const { folder, story } = ports;
  await removeEarlierDemo(folder);
  const lake = await openDirectoryLake(folder);
  await withScratch(ports, async (scratchFolder, onStop) => {
    story.begin();
    story.tellRun('The first run', await collect(FIRST_RUN, { ...ports, lake, scratchFolder }), FIRST_REMARK);
    liveOneDay(ports.account);
    story.tellDay();
    story.tellRun('The second run', await collect(SECOND_RUN, { ...ports, lake, scratchFolder }), SECOND_REMARK);
    await ask(folder, scratchFolder, story);
    const out = `${folder}.html`;
    const request = { lake: folder, out, hasDocuments: true };
    await writeReport(request, { clock: systemClock, openNetwork: noNetwork, scratchFolder, onStop });
    story.end(folder, out);
  });
};

/** A lake in a folder is read without one. */
const noNetwork = (): Promise<never> => Promise.reject(new Error('The demo reaches for no network.'));

interface Collection {
  readonly account: FakeAccount;
  readonly source: Source;
  readonly lake: Lake;
  readonly scratchFolder: string;
}

const collect = (scheduledTime: ScheduledTime, collection: Collection): Promise<RunResult> => {
  const { account, source, lake, scratchFolder } = collection;
  const { accountId } = account;
  return run(
    { ...SAMPLE_ACCOUNTS, scheduledTime, accountId, regions: 'enabled', excludedRegions: [], dropScope: 'none' },
    { lake, source, clock: systemClock, scratchFolder: join(scratchFolder, 'run'), report: () => {} },
  );
};

const ask = async (folder: string, scratchFolder: string, story: Story): Promise<void> => {
  const database = await openLakeDatabase(folder, join(scratchFolder, 'duckdb'));
  try {
    for (const question of QUESTIONS) story.tellAnswer(question, await database.query(question.sql));
  } finally {
    database.close();
  }
};
