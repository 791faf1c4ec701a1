import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { systemClock } from '../../lambda/clock';
import { run } from '../../lambda/run';
import type { FakeAccount } from '../../local/fake-image-builder/fake-account';
import type { FakeRegion } from '../../local/fake-image-builder/fake-region';
import { openDirectoryLake } from '../../local/lake/directory-lake';
import { withBundledProgram } from '../bundled-program';
import { ACCOUNT, accountOf, definition } from '../fakes/account';
import { AccountSource } from '../fakes/account-source';
import { at } from '../fakes/scheduled-time';

/** The lake that `npm start` makes. */
export const makeDemoLake = (folder: string): Promise<string> =>
  withBundledProgram('local/demo.ts', (demo) => {
    execFileSync(process.execPath, [demo], { cwd: folder });
    return join(folder, 'lake', 'demo');
  });

const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`;

/** Rows that a careless query gets wrong, and a Region that cannot be read. */
const makeAccount = (): FakeAccount => {
  const made = accountOf({
    'eu-west-1': [
      definition('counted', { version: '2.9.0' }),
      definition('key', { tags: { 'x"team': 'wrong' } }),
      definition('value', { tags: { note: 'x, "team"=>"wrong"' } }),
      definition('team', { tags: { team: 'right "one"' } }),
      definition('locked', { kmsKeyId: KEY }),
    ],
    'us-east-1': [],
  });
  createBuilds9And10(made.region('eu-west-1'));
  made.region('eu-west-1').denyKey(KEY);
  // So the tags of the one whose details are refused are unknown.
  made.region('eu-west-1').habits = { ...made.region('eu-west-1').habits, carryTags: false };
  made.region('us-east-1').behaviour = { kind: 'denied' };
  return made;
};

/** Numbers that are in the wrong order as text. */
const createBuilds9And10 = (region: FakeRegion): void => {
  const builds = Array.from({ length: 10 }, () => region.create(definition('counted', { version: '2.10.0' })));
  for (const arn of builds.slice(0, 8)) region.delete(arn);
};

/** The lake of that account after its first run. */
export const makeLakeOfOneDay = async (folder: string): Promise<string> => {
  await run(
    {
      scheduledTime: at('2026-11-20T06:00:00Z'),
      accountId: ACCOUNT,
      regions: 'enabled',
      excludedRegions: [],
      dropScope: 'none',
    },
    {
      lake: await openDirectoryLake(join(folder, 'lake')),
      source: new AccountSource(makeAccount()),
      clock: systemClock,
      scratchFolder: join(folder, 'scratch'),
      report: () => undefined,
    },
  );
  return join(folder, 'lake');
};
