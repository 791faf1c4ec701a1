import { expect, it } from '@jest/globals';
import { type CoverageRow, coverageTable, type WorkflowRow, workflowTable } from '../../lambda/contract/tables';
import { isRow } from '../../lambda/contract/validation';

const workflow: WorkflowRow = {
  _key: 'arn',
  account_id: '111122223333',
  arn: 'arn',
  change_description: null,
  data: null,
  date_created: null,
  description: null,
  kms_key_id: null,
  name: null,
  owner: null,
  parameters: null,
  state: null,
  tags: null,
  type: null,
  version: null,
};

const coverage: CoverageRow = {
  run: '2026-11-22T06:00:00Z',
  account_id: '111122223333',
  region: 'eu-west-1',
  outcome: 'denied',
  as_of: null,
  rows: 0,
  rows_without_detail: 0,
  tags_from: null,
  error_code: 'AccessDeniedException',
  error_message: null,
  list_calls: 1,
  get_calls: 0,
  reused_rows: 0,
};

// The compiler and the check at run time are two readings of one table: what the one refuses, so does the other.

it('what is a row to the compiler is a row to the check', () => {
  expect(isRow(workflowTable, workflow)).toBe(true);
  expect(isRow(coverageTable, coverage)).toBe(true);
});

it('a null where the column has none does not compile', () => {
  // @ts-expect-error
  const row: WorkflowRow = { ...workflow, _key: null };
  expect(isRow(workflowTable, row)).toBe(false);
});

it('a missing column does not compile', () => {
  const { version, ...rest } = workflow;
  expect(version).toBeNull();
  // @ts-expect-error
  const row: WorkflowRow = rest;
  expect(isRow(workflowTable, row)).toBe(false);
});

it('an unknown column does not compile', () => {
  // @ts-expect-error
  const row: WorkflowRow = { ...workflow, dt: '2026-11-22' };
  expect(isRow(workflowTable, row)).toBe(false);
});

it('a nested object in place of JSON text does not compile', () => {
  // @ts-expect-error
  const row: WorkflowRow = { ...workflow, state: { status: 'DEPRECATED' } };
  expect(isRow(workflowTable, row)).toBe(false);
});

it('an outcome that is not on the list does not compile', () => {
  // @ts-expect-error
  const row: CoverageRow = { ...coverage, outcome: 'fine' };
  expect(isRow(coverageTable, row)).toBe(false);
});

it('a count as text does not compile', () => {
  // @ts-expect-error
  const row: CoverageRow = { ...coverage, rows: '0' };
  expect(isRow(coverageTable, row)).toBe(false);
});
