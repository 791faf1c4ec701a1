import { describe, expect, it } from '@jest/globals';
import { glueColumns, gluePartitionKeys } from '../../lambda/contract/glue';
import { coverageTable, TABLES, workflowTable } from '../../lambda/contract/tables';

describe.each(TABLES)('$name in Glue', (table) => {
  const all = [...glueColumns(table), ...gluePartitionKeys(table)];

  it('has comments that Glue can hold', () => {
    for (const { Comment } of all) expect(Comment).toMatch(/^[\u0020-\ud7ff]{1,255}$/);
  });

  it('has no name twice, as a column or a partition key', () => {
    expect(new Set(all.map(({ Name }) => Name.toLowerCase())).size).toBe(all.length);
  });

  it('has a partition key exactly where it is partitioned', () => {
    const keys = gluePartitionKeys(table).map(({ Name, Type }) => `${Name} ${Type}`);
    expect(keys).toEqual(table.partitioned ? ['dt string'] : []);
  });
});

describe('a column in Glue', () => {
  it('is a string for every column of the workflow table, in its order', () => {
    expect(glueColumns(workflowTable).map(({ Name, Type }) => `${Name} ${Type}`)).toEqual([
      '_key string',
      'account_id string',
      'arn string',
      'change_description string',
      'data string',
      'date_created string',
      'description string',
      'kms_key_id string',
      'name string',
      'owner string',
      'parameters string',
      'state string',
      'tags string',
      'type string',
      'version string',
    ]);
  });

  it('is a bigint for a count', () => {
    expect(glueColumns(coverageTable).flatMap(({ Name, Type }) => (Type === 'bigint' ? Name : []))).toEqual([
      'rows',
      'rows_without_detail',
      'list_calls',
      'get_calls',
      'reused_rows',
    ]);
  });
});
