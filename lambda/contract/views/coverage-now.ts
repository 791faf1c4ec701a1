import { PARTITION_COLUMN } from '../layout';
import { coverageTable } from '../tables';
import { columnsOf, type View } from './view';

const names = coverageTable.columns.map(({ name }) => name);

/** Without a limit, every day that is kept would be listed to find the newest run. */
const DAYS = 30;
const recent = `${PARTITION_COLUMN} >= CAST(CAST(current_date - INTERVAL '${DAYS}' DAY AS date) AS varchar)`;

export const coverageNowView: View = {
  name: `${coverageTable.name}_now`,
  description: `The coverage of the newest run: how far imagebuilder_workflow is to be trusted now. Empty where none was published for ${DAYS} days.`,
  columns: columnsOf(coverageTable, ...names),
  sql: `SELECT ${names.join(', ')}
FROM ${coverageTable.name}
WHERE ${recent}
  AND run = (SELECT max(run) FROM ${coverageTable.name} WHERE ${recent})`,
};
