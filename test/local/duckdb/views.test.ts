import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../lambda/clock';
import type { ScheduledTime } from '../../../lambda/contract/scheduled-time';
import { VIEWS } from '../../../lambda/contract/views/views';
import { run } from '../../../lambda/run';
import { membersOf } from '../../../lambda/source/aws/member-accounts';
import { createAwsSource } from '../../../lambda/source/aws/source';
import { SAVED_QUERIES } from '../../../lib/lake/queries/queries';
import { replaceAwsEnvironment } from '../../../local/demo/aws-environment';
import { type LakeDatabase, openLakeDatabase } from '../../../local/duckdb/duckdb';
import { startFakeImageBuilder } from '../../../local/fake-image-builder/server';
import { openDirectoryLake } from '../../../local/lake/directory-lake';
import { SAMPLE_ACCOUNTS, sampleOrganization } from '../../../local/sample-account/sample-organization';
import { sorted } from '../../engines/trino/client';
import { dayDaysAgo } from '../../engines/trino/days';
import { expectedAnswers, VIEW_COLUMNS } from '../../engines/trino/expected-answers';
import { FIRST, liveTwoDays, SECOND, THIRD } from '../../engines/trino/recent-lake';

const folder = mkdtempSync(join(tmpdir(), 'laptop-views-'));
const environment = { ...process.env };
let database: LakeDatabase;

beforeAll(async () => {
  const organization = sampleOrganization();
  const { accountId } = organization.account;
  const fake = await startFakeImageBuilder(organization.account, organization.members);
  replaceAwsEnvironment(process.env, fake.url);
  const lake = await openDirectoryLake(join(folder, 'lake'));
  const source = createAwsSource({ members: membersOf({ ...SAMPLE_ACCOUNTS, accountId, scheduledTime: FIRST }) });
  await liveTwoDays(organization, async (scheduledTime: ScheduledTime) => {
    await run(
      { ...SAMPLE_ACCOUNTS, scheduledTime, accountId, regions: 'enabled', excludedRegions: [], dropScope: 'none' },
      { lake, source, clock: systemClock, scratchFolder: join(folder, 'run'), report: () => undefined },
    );
  });
  source.close();
  await fake.close();
  database = await openLakeDatabase(join(folder, 'lake'));
});

afterAll(() => {
  database.close();
  process.env = environment;
  rmSync(folder, { recursive: true });
});

describe('the views on the laptop', () => {
  const expected = expectedAnswers('expected-views.json', { first: FIRST, second: SECOND, third: THIRD });

  it.each(Object.entries(VIEW_COLUMNS))('give the rows that Trino gives: %s', async (name, columns) => {
    for (const prefix of ['', 'aws.']) {
      const { rows } = await database.query(`SELECT ${columns.join(', ')} FROM ${prefix}${name}`);
      expect(sorted(rows)).toEqual(sorted(expected[name] ?? []));
    }
  });

  it('are all compared', () => {
    expect(Object.keys(VIEW_COLUMNS).sort()).toEqual(VIEWS.map(({ name }) => name).sort());
  });

  it.each(VIEWS)('have the columns that they have in Athena: $name', async ({ name, columns }) => {
    const described = await database.query(`SELECT * FROM ${name} LIMIT 0`);
    expect(described.columns).toEqual(
      columns.map((column) => ({ name: column.name, type: column.type === 'integer' ? 'BIGINT' : 'VARCHAR' })),
    );
  });
});

describe('the saved queries of the workgroup, on the laptop', () => {
  const expected = expectedAnswers('expected-answers.json', {
    first: FIRST,
    second: SECOND,
    third: THIRD,
    'day of first': dayDaysAgo(2),
    'day of second': dayDaysAgo(1),
  });

  it.each(SAVED_QUERIES.filter(({ athenaOnly }) => !athenaOnly))(
    'run as they stand, and give the rows that Trino gives: $name',
    async ({ name, sql }) => {
      expect((await database.query(sql)).rows).toEqual(expected[name]);
    },
  );

  it('are all of them but two', () => {
    expect(SAVED_QUERIES.filter(({ athenaOnly }) => athenaOnly)).toHaveLength(2);
  });
});
