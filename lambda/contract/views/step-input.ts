import { stepTable } from '../tables';
import { columnsOf, type View } from './view';

const STEP = ['account_id', 'region', 'arn', 'name', 'type', 'version', 'position', 'step', 'action'] as const;

const carried = ['"_key"', ...STEP].join(', ');

/** As deep as any input that AWS documents. */
const LEVELS = 6;

/** The first character of JSON tells what it is. */
const isOneOf = (...characters: readonly ('{' | '[')[]): string =>
  `substr(json_format(content), 1, 1) IN (${characters.map((each) => `'${each}'`).join(', ')})`;

const below = (place: string, name: string): string =>
  `CASE ${place} WHEN '' THEN ${name} ELSE ${place} || '.' || ${name} END`;

/** What a map or a list holds, in its place. What is neither, or is empty, stays as it is. */
const unfolded = (values: string): string => `SELECT ${carried},
  CASE WHEN key IS NOT NULL THEN ${below('path', 'key')}
    WHEN place IS NOT NULL THEN path || '[' || CAST(place - 1 AS varchar) || ']' ELSE path END AS path,
  CASE WHEN key IS NOT NULL THEN ${below('member', "CASE WHEN key LIKE '%.$' THEN substr(key, 1, length(key) - 2) ELSE key END")}
    ELSE member END AS member,
  CASE WHEN key IS NOT NULL THEN members[key] WHEN place IS NOT NULL THEN item ELSE content END AS content
FROM (
SELECT *, CASE WHEN ${isOneOf('{')} THEN CAST(content AS map(varchar, json)) END AS members,
  CASE WHEN ${isOneOf('[')} THEN CAST(content AS array(json)) END AS items
FROM (
${values}
) AS folded
) AS typed
LEFT JOIN UNNEST(map_keys(members)) AS keys (key) ON TRUE
LEFT JOIN UNNEST(items) WITH ORDINALITY AS places (item, place) ON TRUE`;

const inputs = `SELECT ${carried}, '' AS path, '' AS member, json_parse(inputs) AS content
FROM ${stepTable.name}
WHERE inputs IS NOT NULL`;

export const stepInputView: View = {
  name: `${stepTable.name}_input`,
  description:
    'One row for each value within the inputs of each step, with the way to it. A step without inputs has none.',
  columns: [
    ...columnsOf(stepTable, '_key', ...STEP),
    {
      name: 'path',
      type: 'string',
      nullable: false,
      description:
        'The way to the value, as written: distributions[0].region, or instanceId.$ where it is a reference.',
    },
    {
      name: 'member',
      type: 'string',
      nullable: false,
      description: 'The path without places in lists and without .$: the same wherever the same is given.',
    },
    {
      name: 'value',
      type: 'string',
      nullable: true,
      description: `The text, number or boolean, as text. Of what lies more than ${LEVELS} levels deep, and of an empty map or list, the JSON text.`,
    },
  ],
  sql: `SELECT ${carried}, path, member,
  CASE WHEN ${isOneOf('{', '[')} THEN json_format(content) ELSE json_extract_scalar(content, '$') END AS value
FROM (
${Array.from({ length: LEVELS }).reduce<string>(unfolded, inputs)}
) AS leaves`,
};
