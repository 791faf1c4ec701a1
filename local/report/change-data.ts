import { isJsonObject } from '../../lambda/contract/json-object';
import { type ChangeRow, changeTable } from '../../lambda/contract/tables';
import { LakeError } from '../../lambda/errors';
import type { Change, Difference } from '../../page/report-data';
import { parseJson, textOf } from './column-json';

type Columns = Readonly<Record<string, unknown>>;

/** Gives a document its number. */
type NumberOf = (text: string) => number;

/** Which row it is stands beside the differences; the document is numbered. */
const NOT_LISTED = ['_key', 'arn', 'account_id', 'data', 'omitted'];

/** A row of the change table, as the page has it. */
export const changeOf = (row: ChangeRow, numberOf: NumberOf): Change => {
  const before = columnsOf(row, 'before');
  const after = columnsOf(row, 'after');
  return {
    run: row.run,
    change: row.change,
    arn: row._key,
    account_id: row.account_id,
    region: row.region,
    name: row.name,
    type: row.type,
    version: row.version,
    differences: differencesOf(before, after),
    document: documentsOf(before['data'], after['data'], numberOf),
    omitted: [
      ...new Set(
        [before, after].flatMap(({ omitted }) =>
          Array.isArray(omitted) ? omitted.map((name) => textOf(name) ?? '') : [],
        ),
      ),
    ],
  };
};

const columnsOf = (row: ChangeRow, side: 'before' | 'after'): Columns => {
  const value = row[side] === null ? {} : parseJson(row[side]);
  if (isJsonObject(value)) return value;
  throw new LakeError(
    `The table ${changeTable.name} holds a change of ${row._key}, seen by the run of ${row.run}, whose ${side} is no JSON object: another program wrote it.`,
  );
};

const differencesOf = (before: Columns, after: Columns): readonly Difference[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((column) => !NOT_LISTED.includes(column))
    .map((column) => ({ column, before: textOf(before[column]), after: textOf(after[column]) }))
    .filter((difference) => difference.before !== difference.after);

const documentsOf = (before: unknown, after: unknown, numberOf: NumberOf): Change['document'] => {
  const numbers = [before, after].map((text) => (typeof text === 'string' ? numberOf(text) : null));
  const [first = null, second = null] = numbers;
  return first === second ? null : { before: first, after: second };
};
