import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../lambda/clock';
import { run } from '../../../lambda/run';
import { ReadError } from '../../../lambda/source/image-builder';
import { ACCOUNT_QUERIES } from '../../../lib/lake/queries/account-queries';
import { openDirectoryLake } from '../../../local/lake/directory-lake';
import { OrganizationSource } from '../../fakes/organization-source';
import { at } from '../../fakes/scheduled-time';
import { type AthenaLike, openAsAthena } from './athena-in-duckdb';

const OWN = '210000000001';
const A = '210000000002';
const B = '210000000003';
const REFUSED = new ReadError('denied', 'AccessDenied', 'not authorized to perform: sts:AssumeRole');

const folder = mkdtempSync(join(tmpdir(), 'account-queries-'));
let lake: AthenaLike;

/** Which accounts could not be opened, run by run. */
const CLOSED = { 18: [A, B], 19: [B], 20: [A, B], 21: [A, B] } as const;

beforeAll(async () => {
  const source = new OrganizationSource({ [OWN]: ['eu-west-1'], [A]: ['eu-west-1', 'us-east-1'], [B]: ['eu-west-1'] });
  const directory = await openDirectoryLake(join(folder, 'lake'));
  for (const [day, closed] of Object.entries(CLOSED)) {
    source.closed.clear();
    for (const accountId of closed) source.closed.set(accountId, REFUSED);
    await run(
      {
        scheduledTime: at(`2026-11-${day}T06:00:00Z`),
        accountId: OWN,
        accounts: [OWN, A, B],
        regions: 'enabled',
        excludedRegions: [],
        dropScope: 'none',
      },
      {
        lake: directory,
        source,
        clock: systemClock,
        scratchFolder: join(folder, 'scratch'),
        report: () => undefined,
      },
    );
  }
  lake = await openAsAthena(join(folder, 'lake'), '2026-11-22');
});

afterAll(() => {
  lake.close();
  rmSync(folder, { recursive: true });
});

const answer = async (name: string) => {
  const query = ACCOUNT_QUERIES.find((each) => each.name.startsWith(name));
  return (await lake.ask(query?.sql ?? '')).rows;
};

describe('the saved queries about accounts', () => {
  it('say since when an account could not be opened: since the first failure after the last time that it could', async () => {
    expect((await answer('Accounts that could not be opened')).map((row) => row.slice(0, 4))).toEqual([
      [B, 'denied', '2026-11-18T06:00:00Z', 'AccessDenied'],
      [A, 'denied', '2026-11-20T06:00:00Z', 'AccessDenied'],
    ]);
  });

  it('tell Regions with old rows from an account of which nothing is known', async () => {
    expect(await answer('Each account')).toEqual([
      [A, 'denied', 0, 2, 0, 2, '2026-11-19T06:00:00Z'],
      [B, 'denied', 0, 0, 0, 0, null],
      [OWN, null, 1, 0, 0, 1, '2026-11-21T06:00:00Z'],
    ]);
  });
});
