import { describe, expect, it } from '@jest/globals';
import { VIEWS } from '../../../lambda/contract/views/views';
import { pointInTime } from '../../../lib/lake/queries/point-in-time';
import { SAVED_QUERIES } from '../../../lib/lake/queries/queries';
import { sorted } from './client';
import { DATABASES } from './configuration';
import { dayDaysAgo } from './days';
import { expectedAnswers, VIEW_COLUMNS } from './expected-answers';
import type { LakesUnderTrino } from './lakes-under-trino';
import { published } from './published-queries';
import { FIRST, SECOND, THIRD } from './recent-lake';

type GetLakes = () => LakesUnderTrino;

const describeDocuments = (lakes: GetLakes): void =>
  describe('the queries in the documents', () => {
    it('are found', () => {
      expect(published.length).toBeGreaterThan(20);
    });

    it.each(published)('answer on Trino 476 as they do in DuckDB: $where', async ({ sql }) => {
      const { columns, rows } = await lakes().trino.query(DATABASES.demo, sql);
      const inDuckDb = await lakes().demoInDuckDb.query(sql);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows).toEqual(inDuckDb.rows);
      expect(columns.map(({ name }) => name)).toEqual(inDuckDb.columns.map(({ name }) => name));
    });
  });

const describeViews = (lakes: GetLakes): void =>
  describe('the views, as they are deployed', () => {
    it.each(VIEWS)('answer on Trino 476 as in DuckDB: $name', async ({ name, columns }) => {
      const sql = `SELECT ${columns.map((column) => `"${column.name}"`).join(', ')} FROM ${name}`;
      const { rows } = await lakes().trino.query(DATABASES.recent, sql);
      expect(rows.length).toBeGreaterThan(0);
      expect(sorted(rows)).toEqual(sorted((await lakes().recentInDuckDb.ask(sql)).rows));
    });

    const expected = expectedAnswers('expected-views.json', { first: FIRST, second: SECOND, third: THIRD });

    it('all have expected rows', () => {
      expect(Object.keys(expected).sort()).toEqual(VIEWS.map(({ name }) => name).sort());
    });

    it.each(Object.entries(VIEW_COLUMNS))('give the expected rows: %s', async (name, columns) => {
      const { rows } = await lakes().trino.query(DATABASES.recent, `SELECT ${columns.join(', ')} FROM ${name}`);
      expect(sorted(rows)).toEqual(sorted(expected[name] ?? []));
    });

    it('are in Trino what they are in Glue', async () => {
      for (const { name, columns } of VIEWS) {
        const described = await lakes().trino.query(DATABASES.recent, `DESCRIBE ${name}`);
        expect(described.rows.map(([column, type]) => [column, type])).toEqual(
          columns.map((column) => [column.name, column.type === 'integer' ? 'bigint' : 'varchar']),
        );
      }
    });
  });

const describeSavedQueries = (lakes: GetLakes): void =>
  describe('the saved queries, as they are deployed', () => {
    const expected = expectedAnswers('expected-answers.json', {
      first: FIRST,
      second: SECOND,
      third: THIRD,
      'day of first': dayDaysAgo(2),
      'day of second': dayDaysAgo(1),
    });

    it('are all there, and each has an expected answer', () => {
      const deployed = lakes()
        .saved.map(({ name }) => name)
        .sort();
      expect(deployed).toEqual(SAVED_QUERIES.map(({ name }) => name).sort());
      expect([...Object.keys(expected), pointInTime.name].sort()).toEqual(deployed);
    });

    it.each(Object.keys(expected))('answer on Trino 476: %s', async (name) => {
      const query = lakes().saved.find((each) => each.name === name);
      const { rows } = await lakes().trino.query(query?.database ?? '', query?.sql ?? '');
      expect(rows).toEqual(expected[name]);
    });

    it.each(SAVED_QUERIES.filter(({ athenaOnly }) => !athenaOnly))(
      'answer the same in DuckDB, where they run there, too: $name',
      async ({ name, sql }) => {
        expect((await lakes().recentInDuckDb.ask(sql)).rows).toEqual(expected[name]);
      },
    );

    it('rebuild the table of a moment as the run before it published the snapshot', async () => {
      const { columns, rows } = await lakes().trino.query(DATABASES.recent, pointInTime.sql);
      const published = await lakes().recent.snapshotOf(SECOND);
      expect(rows).toEqual(published.map((row) => columns.map((column) => row[column.name])));
    });
  });

/** The promises about published queries; the lakes are there once the tests run. */
export const describeQueries = (lakes: GetLakes): void => {
  describeDocuments(lakes);
  describeViews(lakes);
  describeSavedQueries(lakes);
};
