import { NEWEST_FIRST } from '../../../lambda/contract/views/newest';
import type { SavedQuery } from './query';

const COMPARED = [
  'action',
  'description',
  'on_failure',
  'timeout_seconds',
  'rollback_enabled',
  'condition',
  'inputs',
  'other',
] as const;

const compared = COMPARED.join(', ');

const differing = COMPARED.map(
  (name) => `CASE WHEN newer.${name} IS DISTINCT FROM older.${name} THEN '${name}' END`,
).join(',\n      ');

const stepsOf = (side: 'newer' | 'older'): string => `
  SELECT newer_arn, older_arn, account_id, region, name, step, occurrence, ${compared}
  FROM pairs
  JOIN numbered ON numbered.arn = pairs.${side}_arn`;

/** Steps are known by their name, which AWS wants to be unique; where it is not, by which of that name they are. */
export const newestBuildsCompared: SavedQuery = {
  name: 'Steps that differ between the two newest builds of a workflow',
  description:
    'By the name of the step: one that was renamed was removed and added. A step that only moved is not here, and neither is a pair of which one document is unknown. Inputs are compared as text.',
  sql: `WITH known AS (
  SELECT workflow.arn, account_id, data IS NOT NULL AND unread.arn IS NULL AS is_known
  FROM imagebuilder_workflow AS workflow
  LEFT JOIN (SELECT DISTINCT arn FROM imagebuilder_workflow_step WHERE problem IS NOT NULL) AS unread
    ON unread.arn = workflow.arn
), builds AS (
  SELECT arn AS newer_arn, is_known,
    lead(arn) OVER (${NEWEST_FIRST}) AS older_arn, lead(is_known) OVER (${NEWEST_FIRST}) AS is_older_known,
    row_number() OVER (${NEWEST_FIRST}) AS place
  FROM known
), pairs AS (
  SELECT newer_arn, older_arn FROM builds WHERE place = 1 AND is_known AND is_older_known
), numbered AS (
  SELECT arn, account_id, region, name, coalesce(step, '') AS step, ${compared},
    row_number() OVER (PARTITION BY arn, step ORDER BY position) AS occurrence
  FROM imagebuilder_workflow_step
), compared AS (
  SELECT coalesce(newer.newer_arn, older.newer_arn) AS newer_arn, coalesce(newer.older_arn, older.older_arn) AS older_arn,
    coalesce(newer.account_id, older.account_id) AS account_id, coalesce(newer.region, older.region) AS region,
    coalesce(newer.name, older.name) AS name, coalesce(newer.step, older.step) AS step,
    CASE WHEN older.step IS NULL THEN 'added' WHEN newer.step IS NULL THEN 'removed' ELSE 'changed' END AS difference,
    concat_ws(', ',
      ${differing}) AS changed_columns
  FROM (${stepsOf('newer')}
  ) AS newer
  FULL JOIN (${stepsOf('older')}
  ) AS older ON older.newer_arn = newer.newer_arn AND older.step = newer.step AND older.occurrence = newer.occurrence
)
SELECT account_id, region, name,
  split_part(older_arn, '/', 4) || '/' || split_part(older_arn, '/', 5) AS older,
  split_part(newer_arn, '/', 4) || '/' || split_part(newer_arn, '/', 5) AS newer,
  step, difference, CASE WHEN difference = 'changed' THEN changed_columns END AS changed_columns
FROM compared
WHERE difference <> 'changed' OR changed_columns <> ''
ORDER BY newer_arn, step, difference`,
};
