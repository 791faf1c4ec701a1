import type { SavedQuery } from './query';

const COLUMNS = ['account_id', 'name', 'version', 'type', 'date_created', 'state', 'tags'] as const;

const names = COLUMNS.map((name) => `'${name}'`).join(', ');
const selected = COLUMNS.map((name) => `element_at(content, '${name}') AS ${name}`).join(', ');

/**
 * A change holds what it changed, as JSON text. Laid one after the other over the row of the last snapshot before, they
 * give the row as it was.
 */
export const pointInTime: SavedQuery = {
  name: 'The table as it was at a moment',
  description:
    'Yesterday at noon; put the day and hour of your question in its place. From the last snapshot of a day before, and what changed since. Of targets that joined in between, only the keys are known.',
  athenaOnly: true,
  sql: `WITH moment AS (
  SELECT CAST(current_date - INTERVAL '1' DAY AS varchar) AS day, 'T12:00:00Z' AS hour
), days_before AS (
  SELECT history.*, rank() OVER (ORDER BY dt DESC) AS place
  FROM imagebuilder_workflow_history AS history
  CROSS JOIN moment
  WHERE dt >= CAST(current_date - INTERVAL '31' DAY AS varchar) AND dt < day
), base AS (
  SELECT "_key", dt, map(ARRAY[${names}], ARRAY[${COLUMNS.join(', ')}]) AS content
  FROM days_before
  WHERE place = 1
), later AS (
  SELECT "_key", max_by(change, run) AS last_change,
    array_agg(CAST(json_parse(after) AS map(varchar, varchar)) ORDER BY run) FILTER (WHERE after IS NOT NULL) AS changed
  FROM imagebuilder_workflow_change
  CROSS JOIN moment
  WHERE dt >= CAST(current_date - INTERVAL '31' DAY AS varchar) AND run <= day || hour
    AND dt > coalesce((SELECT max(dt) FROM base), '')
  GROUP BY "_key"
), builds AS (
  SELECT coalesce(base."_key", later."_key") AS "_key",
    reduce(coalesce(changed, ARRAY[]), coalesce(content, map()), (row, after) -> map_concat(row, after), row -> row) AS content
  FROM base
  FULL JOIN later ON later."_key" = base."_key"
  WHERE last_change IS NULL OR last_change NOT IN ('deleted', 'left_scope')
)
SELECT "_key", ${selected}
FROM builds
ORDER BY "_key"`,
};
