import { pointInTime } from './point-in-time';
import { daysAgo, type SavedQuery } from './query';

/** What has happened, and how far the tables are to be trusted. A condition on dt decides what is read. */
export const RECORD_QUERIES: readonly SavedQuery[] = [
  {
    name: 'What changed in the last seven days',
    description:
      'Builds that were created, updated or deleted. The columns before and after hold what they were and are.',
    sql: `SELECT run, change, account_id, region, name, version, split_part("_key", '/', 5) AS build, changed_columns
FROM imagebuilder_workflow_change
WHERE dt >= ${daysAgo(7)} AND change IN ('created', 'updated', 'deleted')
ORDER BY run, "_key"`,
  },
  {
    name: 'What was deleted in the last 30 days',
    description: 'The whole row is in the column before, its document included.',
    sql: `SELECT run, account_id, region, name, version, split_part("_key", '/', 5) AS build,
  json_extract_scalar(before, '$.description') AS description, before
FROM imagebuilder_workflow_change
WHERE dt >= ${daysAgo(30)} AND change = 'deleted'
ORDER BY run, "_key"`,
  },
  {
    name: 'How many builds there were, day by day',
    description: 'The last 30 days. A day without a run has no row.',
    sql: `SELECT dt, count(*) AS builds, count(data) AS with_document
FROM imagebuilder_workflow_history
WHERE dt >= ${daysAgo(30)}
GROUP BY dt
ORDER BY dt`,
  },
  {
    name: 'How far to trust the table now',
    description:
      'The targets of the newest run. as_of says of when their rows are; null: never read, or no longer known.',
    sql: `SELECT account_id, region, outcome, as_of, rows, rows_without_detail, error_code, error_message
FROM imagebuilder_workflow_coverage_now
ORDER BY as_of, account_id, region`,
  },
  {
    name: 'Rows that are older than the newest run',
    description: 'Carried over, because their target could not be read and nobody may say that they are gone.',
    sql: `SELECT workflow.name, workflow.version, coverage.region, coverage.outcome, coverage.as_of
FROM imagebuilder_workflow AS workflow
JOIN imagebuilder_workflow_coverage_now AS coverage
  ON coverage.account_id = workflow.account_id AND coverage.region = split_part(workflow.arn, ':', 4)
WHERE coverage.as_of IS NULL OR coverage.as_of < coverage.run
ORDER BY workflow.arn`,
  },
  {
    name: 'Targets that fail, and since when their rows are old',
    description: 'Of the newest run. as_of null: never read, or no longer known since when.',
    sql: `SELECT account_id, region, outcome, as_of,
  date_diff('day', CAST(substr(as_of, 1, 10) AS date), CAST(substr(run, 1, 10) AS date)) AS days_old, rows, error_code
FROM imagebuilder_workflow_coverage_now
WHERE outcome NOT IN ('complete', 'partial')
ORDER BY as_of, account_id, region`,
  },
  pointInTime,
  {
    name: 'What each run of the last seven days cost',
    description: 'Calls made and saved, and how many targets are as of the run itself.',
    sql: `SELECT run, count(*) AS targets, sum(CASE WHEN as_of = run THEN 1 ELSE 0 END) AS fresh,
  sum(list_calls) AS list_calls, sum(get_calls) AS get_calls, sum(reused_rows) AS reused_rows
FROM imagebuilder_workflow_coverage
WHERE dt >= ${daysAgo(7)}
GROUP BY run
ORDER BY run`,
  },
];
