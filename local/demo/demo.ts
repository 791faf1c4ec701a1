import { systemClock } from '../../lambda/clock';
import type { ScheduledTime } from '../../lambda/contract/scheduled-time';
import type { Lake } from '../../lambda/lake/lake';
import { type RunResult, run } from '../../lambda/run';
import type { Source } from '../../lambda/source/image-builder';
import { makeScratch } from '../command-line/scratch';
import { openLakeDatabase } from '../duckdb/duckdb';
import type { FakeAccount } from '../fake-image-builder/fake-account';
import { openDirectoryLake } from '../lake/directory-lake';
import { liveOneDay } from '../sample-account/sample-account';
import { removeEarlierDemo } from './demo-folder';
import { FIRST_RUN, SECOND_RUN } from './demo-runs';
import { QUESTIONS } from './questions';
import type { Story } from './story';

interface DemoPorts {
  readonly account: FakeAccount;
  readonly source: Source;
  /** Where the lake is made, and what it is called in what is told. */
  readonly folder: string;
  readonly story: Story;
}

const FIRST_REMARK =
  'One list call for a Region, and one call for the details of each build. One of them is encrypted with a key that the collector may not use.';
const SECOND_REMARK =
  'Details never change, so only three were asked for: of the new build, of the one that is no longer listed, and again of the encrypted one.';

/** Collects the account twice, with a day in between, and asks the lake a few questions. */
export const demo = async ({ account, source, folder, story }: DemoPorts): Promise<void> => {
  await removeEarlierDemo(folder);
  const lake = await openDirectoryLake(folder);
  story.begin();
  story.tellRun('The first run', await collect(FIRST_RUN, { account, source, lake }), FIRST_REMARK);
  liveOneDay(account);
  story.tellDay();
  story.tellRun('The second run', await collect(SECOND_RUN, { account, source, lake }), SECOND_REMARK);
  await ask(folder, story);
  story.end(folder);
};

interface Collection {
  readonly account: FakeAccount;
  readonly source: Source;
  readonly lake: Lake;
}

const collect = async (scheduledTime: ScheduledTime, { account, source, lake }: Collection): Promise<RunResult> => {
  const scratch = await makeScratch();
  try {
    return await run(
      { scheduledTime, accountId: account.accountId, regions: 'enabled', excludedRegions: [], dropScope: false },
      { lake, source, clock: systemClock, scratchFolder: scratch.folder, report: () => {} },
    );
  } finally {
    await scratch.remove();
  }
};

const ask = async (folder: string, story: Story): Promise<void> => {
  const database = await openLakeDatabase(folder);
  try {
    for (const question of QUESTIONS) story.tellAnswer(question, await database.query(question.sql));
  } finally {
    database.close();
  }
};
