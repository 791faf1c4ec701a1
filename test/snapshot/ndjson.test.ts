import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changeTable, coverageTable, TABLES, workflowTable } from '../../lambda/contract/tables';
import { decodeRow, encodeRow, keyOfLine, RowError } from '../../lambda/snapshot/ndjson';
import { rowOf } from '../arbitrary/row';

const SECRET = 'password: hunter2';

const wellFormed = (row: object): unknown =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'string' ? value.toWellFormed() : value]),
  );

const faultsWhen = (act: () => unknown): RowError => {
  try {
    act();
  } catch (error) {
    if (error instanceof RowError) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
};

const coverage = {
  run: '2026-11-22T06:00:00Z',
  account_id: '111122223333',
  region: 'eu-west-1',
  outcome: 'complete',
  as_of: '2026-11-22T06:00:00Z',
  rows: 3,
  rows_without_detail: 0,
  tags_from: 'list',
  error_code: null,
  error_message: null,
  list_calls: 1,
  get_calls: 0,
  reused_rows: 3,
} as const;

describe.each(TABLES)('a line of $name', (table) => {
  it('reads back as its row, in well-formed Unicode', () => {
    fc.assert(
      fc.property(rowOf(table), (row) => {
        expect(decodeRow(table, encodeRow(table, row))).toEqual(wellFormed(row));
      }),
    );
  });

  it('is one line', () => {
    fc.assert(fc.property(rowOf(table), (row) => expect(encodeRow(table, row)).not.toMatch(/[\r\n]/)));
  });

  it('is the same whatever the order of the row’s members', () => {
    fc.assert(
      fc.property(rowOf(table), fc.infiniteStream(fc.nat()), (row, ranks) => {
        const members = Object.entries(row).map((member) => ({ member, rank: ranks.next().value }));
        const shuffled = Object.fromEntries(members.sort((a, b) => a.rank - b.rank).map(({ member }) => member));
        expect(encodeRow(table, { ...row, ...shuffled })).toBe(encodeRow(table, row));
        expect(encodeRow(table, Object.assign(shuffled, row))).toBe(encodeRow(table, row));
      }),
    );
  });
});

describe('a line', () => {
  it('has the columns in table order, with nulls stated', () => {
    const { run, ...rest } = coverage;
    expect(encodeRow(coverageTable, { ...rest, run })).toBe(JSON.stringify(coverage));
  });

  it('is not written for a row with a fault, and every fault is named', () => {
    const broken = JSON.parse(JSON.stringify({ ...coverage, rows: -1, region: null, extra: SECRET, run: undefined }));
    expect(faultsWhen(() => encodeRow(coverageTable, broken)).faults).toEqual([
      'run must be text, is missing',
      'region must be text, is null',
      'rows must be a whole number from 0 to 9007199254740991, is -1',
      '"extra" is not a member',
    ]);
  });

  it.each([
    ['data', workflowTable],
    ['before', changeTable],
    ['after', changeTable],
  ] as const)('never quotes the %s that it refuses', (column, table) => {
    const broken = JSON.stringify({ [column]: [SECRET], other: SECRET });
    const { message } = faultsWhen(() => decodeRow(table, broken));
    expect(message).toContain(`${column} must be text or null, is an array`);
    expect(message).not.toContain('hunter2');
  });

  it.each(['', SECRET, `{"data":"${SECRET}`, `{"data":${SECRET}}`])('that is not JSON is refused unquoted', (line) => {
    const error = faultsWhen(() => decodeRow(workflowTable, line));
    expect(error.message).toBe(`not a row of imagebuilder_workflow: a line of ${line.length} characters is not JSON`);
    expect(error.cause).toBeUndefined();
  });

  it.each(['null', '[]', '"text"', '{}'])('that is JSON, but no row, is refused: %s', (line) => {
    expect(() => decodeRow(workflowTable, line)).toThrow(RowError);
  });
});

describe('the key of a line', () => {
  it('is the _key of its row', () => {
    fc.assert(
      fc.property(rowOf(workflowTable), (row) => {
        expect(keyOfLine(Buffer.from(encodeRow(workflowTable, row)))).toBe(row._key.toWellFormed());
      }),
    );
  });

  it.each(['', '{"_key":"arn', '{"_key":null}', '{"arn":"arn","_key":"arn"}'])('is not guessed: %s', (line) => {
    expect(() => keyOfLine(Buffer.from(line))).toThrow(RowError);
  });
});
