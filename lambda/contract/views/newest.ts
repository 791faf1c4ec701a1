import { workflowTable } from '../tables';
import { columnsOf, REGION, type View } from './view';

const names = workflowTable.columns.map(({ name }) => name);
const selected = names.map((name) => (name.startsWith('_') ? `"${name}"` : name)).join(', ');

/** As numbers: as text, 2.10.0 would come before 2.9.0. */
const versionPart = (place: number): string =>
  `CAST(split_part(split_part(arn, '/', 4), '.', ${place}) AS bigint) DESC`;

/** The builds of one workflow, in one account and Region, the newest first. */
export const NEWEST_FIRST = `PARTITION BY account_id, split_part(arn, ':', 4), split_part(arn, '/', 2), split_part(arn, '/', 3)
      ORDER BY ${versionPart(1)}, ${versionPart(2)}, ${versionPart(3)}, CAST(split_part(arn, '/', 5) AS bigint) DESC`;

export const newestView: View = {
  name: `${workflowTable.name}_newest`,
  description: 'The newest build of the newest version of each workflow, in each account and Region.',
  columns: [
    ...columnsOf(workflowTable, ...names),
    REGION,
    { name: 'build', type: 'integer', nullable: false, description: 'The number of the build version.' },
  ],
  sql: `SELECT ${selected}, region, build
FROM (
  SELECT *, split_part(arn, ':', 4) AS region, CAST(split_part(arn, '/', 5) AS bigint) AS build,
    row_number() OVER (
      ${NEWEST_FIRST}
    ) AS place
  FROM ${workflowTable.name}
) AS builds
WHERE place = 1`,
};
