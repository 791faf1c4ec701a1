import { describe, expect, it } from '@jest/globals';
import { changeTable, type WorkflowRow } from '../../lambda/contract/tables';
import { changeOf, type RowPair, type TargetPresence } from '../../lambda/snapshot/change';
import { LONGEST_LINE_BYTES } from '../../lambda/snapshot/lines';
import { decodeRow } from '../../lambda/snapshot/ndjson';
import { at } from '../fakes/scheduled-time';

const ARN = 'arn:aws:imagebuilder:eu-west-1:111122223333:workflow/build/a/1.0.0/1';

const row = (members: Partial<WorkflowRow> = {}): WorkflowRow => ({
  _key: ARN,
  account_id: '111122223333',
  arn: ARN,
  change_description: null,
  data: 'steps: []',
  date_created: '2026-09-09T19:56:38.339Z',
  description: null,
  kms_key_id: null,
  name: 'a',
  owner: '111122223333',
  parameters: '[]',
  state: null,
  tags: '',
  type: 'BUILD',
  version: '1.0.0',
  ...members,
});

const changeRowOf = (pair: RowPair, presence: TargetPresence = 'known') => {
  const { line } = changeOf({ run: at('2026-11-22T06:00:00Z'), region: 'eu-west-1', presence }, pair);
  return { bytes: line.length, row: decodeRow(changeTable, line.toString('utf8')) };
};

const parsed = (text: string | null) => JSON.parse(text ?? 'null');

describe('a change', () => {
  it('shows the whole row of a build that was created or deleted', () => {
    const created = changeRowOf({ after: row() }).row;
    expect(created).toMatchObject({ change: 'created', changed_columns: null, before: null });
    expect(parsed(created.after)).toEqual(row());
    expect(parsed(changeRowOf({ before: row() }).row.before)).toEqual(row());
  });

  it('shows of an updated build the columns that differ', () => {
    const { row: updated } = changeRowOf({ before: row(), after: row({ tags: '"a"=>"b"' }) });
    expect(updated).toMatchObject({ change: 'updated', changed_columns: '["tags"]', before: '{"tags":""}' });
    expect(parsed(updated.after)).toEqual({ tags: '"a"=>"b"' });
  });

  it('names rows of a target that entered or left, and shows nothing of them', () => {
    const nothing = { changed_columns: null, before: null, after: null };
    expect(changeRowOf({ after: row() }, 'entered').row).toMatchObject({ change: 'entered_scope', ...nothing });
    expect(changeRowOf({ before: row() }, 'left').row).toMatchObject({ change: 'left_scope', ...nothing });
  });
});

/** Each character of it takes two in a line of the workflow table, and four in one of changes. */
const quotes = (millions: number): string => '"\\'.repeat(millions * 500_000);

describe('a change whose line would be too long to be read', () => {
  it('leaves the document out and says so, and keeps everything else', () => {
    const { bytes, row: deleted } = changeRowOf({ before: row({ data: quotes(14) }) });
    const { data, ...rest } = row();
    expect(bytes).toBeLessThanOrEqual(LONGEST_LINE_BYTES);
    expect(deleted.change).toBe('deleted');
    expect(parsed(deleted.before)).toEqual({ ...rest, omitted: ['data'] });
  });

  it('leaves a column out on both sides, and still names it as changed', () => {
    const { bytes, row: updated } = changeRowOf({
      before: row({ data: quotes(5), tags: '' }),
      after: row({ data: quotes(4), tags: '"a"=>"b"' }),
    });
    expect(bytes).toBeLessThanOrEqual(LONGEST_LINE_BYTES);
    expect(updated.changed_columns).toBe('["data","tags"]');
    expect(parsed(updated.before)).toEqual({ tags: '', omitted: ['data'] });
    expect(parsed(updated.after)).toEqual({ tags: '"a"=>"b"', omitted: ['data'] });
  });

  it('leaves out no more than it must', () => {
    const { row: created } = changeRowOf({ after: row({ data: quotes(7), description: quotes(6) }) });
    expect(parsed(created.after)).toMatchObject({ description: quotes(6), omitted: ['data'] });
  });

  it('shows a document that just fits', () => {
    const { row: created } = changeRowOf({ after: row({ data: quotes(7) }) });
    expect(parsed(created.after)).toEqual(row({ data: quotes(7) }));
  });
});
