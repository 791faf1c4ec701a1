import { join } from 'node:path';
import { systemClock } from '../../../lambda/clock';
import { type RunResult, run } from '../../../lambda/run';
import type { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { openDirectoryLake } from '../../../local/lake/directory-lake';
import { AccountSource } from '../../fakes/account-source';
import { at } from '../../fakes/scheduled-time';

/** Collects an account into a folder, as it is now. */
export const collectInto = async (folder: string, account: FakeAccount, time: string): Promise<RunResult> =>
  run(
    {
      scheduledTime: at(time),
      accountId: account.accountId,
      regions: 'enabled',
      excludedRegions: [],
      dropScope: 'none',
    },
    {
      lake: await openDirectoryLake(folder),
      source: new AccountSource(account),
      clock: systemClock,
      scratchFolder: join(folder, '..', `scratch-${time.slice(0, 10)}`),
      report: () => undefined,
    },
  );
