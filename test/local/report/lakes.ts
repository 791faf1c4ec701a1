import { join } from 'node:path';
import { systemClock } from '../../../lambda/clock';
import type { Lake } from '../../../lambda/lake/lake';
import { type RunResult, run } from '../../../lambda/run';
import type { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { openDirectoryLake } from '../../../local/lake/directory-lake';
import { AccountSource } from '../../fakes/account-source';
import { at } from '../../fakes/scheduled-time';

/** Collects an account, as it is now. */
export const collectInto = (
  lake: Lake,
  scratchFolder: string,
  account: FakeAccount,
  time: string,
): Promise<RunResult> =>
  run(
    {
      scheduledTime: at(time),
      accountId: account.accountId,
      regions: 'enabled',
      excludedRegions: [],
      dropScope: 'none',
    },
    { lake, source: new AccountSource(account), clock: systemClock, scratchFolder, report: () => undefined },
  );

/** Into a folder, which is made where there is none. */
export const collectIntoFolder = async (folder: string, account: FakeAccount, time: string): Promise<RunResult> =>
  collectInto(await openDirectoryLake(folder), join(folder, '..', `scratch-${time.slice(0, 10)}`), account, time);
