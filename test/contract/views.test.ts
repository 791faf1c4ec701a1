import { describe, expect, it } from '@jest/globals';
import { workflowTable } from '../../lambda/contract/tables';
import { columnsOf } from '../../lambda/contract/views/view';
import { VIEWS } from '../../lambda/contract/views/views';

/** The columns of a view that always hold something. */
const NEVER_NULL: Readonly<Record<string, readonly string[]>> = {
  imagebuilder_workflow_newest: ['_key', 'account_id', 'arn', 'region', 'build'],
  imagebuilder_workflow_tag: ['_key', 'account_id', 'region', 'tag_key', 'tag_value'],
  imagebuilder_workflow_parameter: ['_key', 'account_id', 'region'],
  imagebuilder_workflow_coverage_now: [
    'run',
    'account_id',
    'region',
    'outcome',
    'rows',
    'rows_without_detail',
    'list_calls',
    'get_calls',
    'reused_rows',
  ],
  imagebuilder_workflow_step_input: ['_key', 'account_id', 'region', 'arn', 'path', 'member'],
};

const SENTENCE = /^\w.{8,}\.$/s;

describe('a view', () => {
  it.each(VIEWS)('says what it shows, and what each of its columns holds: $name', ({ description, columns }) => {
    for (const text of [description, ...columns.map((column) => column.description)]) expect(text).toMatch(SENTENCE);
  });

  it.each(VIEWS)('says which of its columns may be null: $name', ({ name, columns }) => {
    expect(columns.filter(({ nullable }) => !nullable).map((column) => column.name)).toEqual(NEVER_NULL[name]);
  });

  it('takes over no column that its table has not', () => {
    expect(() => columnsOf(workflowTable, 'arn', 'nothing')).toThrow(
      new TypeError('imagebuilder_workflow has no column nothing'),
    );
  });
});
