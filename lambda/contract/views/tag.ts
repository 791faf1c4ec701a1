import { workflowTable } from '../tables';
import { columnsOf, REGION, type View } from './view';

/** A quoted hstore text. Unrolled: an alternation that is repeated may exhaust the stack of a regular expression. */
const QUOTED = '"[^"\\\\]*(?:\\\\.[^"\\\\]*)*"';
const PAIR = `${QUOTED}=>${QUOTED}`;
const KEY = `^"([^"\\\\]*(?:\\\\.[^"\\\\]*)*)"=>`;
const VALUE = `^${QUOTED}=>"([^"\\\\]*(?:\\\\.[^"\\\\]*)*)"$`;

const unescaped = (text: string): string => `replace(replace(${text}, '\\"', '"'), '\\\\', '\\')`;

export const tagView: View = {
  name: `${workflowTable.name}_tag`,
  description:
    'One row for each tag of each build. A build without tags has none, and neither has one whose tags are unknown.',
  columns: [
    ...columnsOf(workflowTable, '_key', 'account_id'),
    REGION,
    ...columnsOf(workflowTable, 'type', 'name', 'version'),
    { name: 'tag_key', type: 'string', nullable: false, description: 'The key of the tag.' },
    { name: 'tag_value', type: 'string', nullable: false, description: 'The value of the tag; it may be empty.' },
  ],
  sql: `SELECT "_key", account_id, split_part(arn, ':', 4) AS region, type, name, version,
  ${unescaped(`regexp_extract(pair, '${KEY}', 1)`)} AS tag_key,
  ${unescaped(`regexp_extract(pair, '${VALUE}', 1)`)} AS tag_value
FROM ${workflowTable.name}
CROSS JOIN UNNEST(regexp_extract_all(tags, '${PAIR}')) AS pairs (pair)`,
};
