import { daysAgo, type SavedQuery } from './query';

/** Of a Region, not of an account that could not be opened. */
const UNREAD = "region <> '*' AND outcome NOT IN ('complete', 'partial')";

/** An account that could not be opened. One that is `complete` was opened, and none of its Regions is to be collected. */
const NOT_OPENED = "region = '*' AND outcome <> 'complete'";

/** What many accounts in one lake have in common, and how far each was read. */
export const ACCOUNT_QUERIES: readonly SavedQuery[] = [
  {
    name: 'Each account, and how much of it is read',
    description:
      'Of the newest run, accounts that could not be opened first. Stale: not read, and its rows are those of an earlier run.',
    sql: `SELECT account_id, max(outcome) FILTER (WHERE ${NOT_OPENED}) AS not_opened,
  count(*) FILTER (WHERE region <> '*' AND outcome IN ('complete', 'partial')) AS regions_read,
  count(*) FILTER (WHERE ${UNREAD} AND (as_of IS NOT NULL OR rows > 0)) AS regions_stale,
  count(*) FILTER (WHERE ${UNREAD} AND as_of IS NULL AND rows = 0) AS regions_never_read,
  sum(rows) AS builds, min(as_of) AS oldest_as_of
FROM imagebuilder_workflow_coverage_now
GROUP BY account_id
ORDER BY not_opened, regions_stale DESC, regions_never_read DESC, account_id`,
  },
  {
    name: 'Accounts that could not be opened, since when, and why',
    description:
      'Of the newest run. Since: the first run of the last 30 days that could not open the account, after the last one that could.',
    sql: `WITH runs AS (
  SELECT account_id, run, max(CASE WHEN ${NOT_OPENED} THEN 1 ELSE 0 END) AS failed
  FROM imagebuilder_workflow_coverage
  WHERE dt >= ${daysAgo(30)}
  GROUP BY account_id, run
), opened AS (
  SELECT account_id, max(run) AS run FROM runs WHERE failed = 0 GROUP BY account_id
), failing AS (
  SELECT runs.account_id, min(runs.run) AS since
  FROM runs
  LEFT JOIN opened ON opened.account_id = runs.account_id
  WHERE failed = 1 AND (opened.run IS NULL OR opened.run < runs.run)
  GROUP BY runs.account_id
)
SELECT coverage.account_id, coverage.outcome, failing.since, coverage.error_code, coverage.error_message
FROM imagebuilder_workflow_coverage_now AS coverage
JOIN failing ON failing.account_id = coverage.account_id
WHERE coverage.region = '*' AND coverage.outcome <> 'complete'
ORDER BY failing.since, coverage.account_id`,
  },
  {
    name: 'Workflows that several accounts have',
    description:
      'By type and name: in how many accounts and Regions, in how many versions, and how many different documents. Of the newest build in each; documents that are unknown do not count.',
    sql: `SELECT type, name, count(DISTINCT account_id) AS accounts, count(*) AS copies,
  count(DISTINCT version) AS versions, count(DISTINCT data) AS documents
FROM imagebuilder_workflow_newest
GROUP BY type, name
HAVING count(DISTINCT account_id) > 1
ORDER BY accounts DESC, type, name`,
  },
  {
    name: 'Workflows that have drifted between accounts',
    description:
      'The same name and version in several accounts, and not the same document. Copies with the same number have the same one; null: unknown.',
    sql: `SELECT newest.type, newest.name, newest.version, account_id, region, build, length(data) AS characters,
  CASE WHEN data IS NOT NULL THEN dense_rank() OVER (PARTITION BY newest.type, newest.name, newest.version ORDER BY data) END AS document
FROM imagebuilder_workflow_newest AS newest
JOIN (
  SELECT type, name, version
  FROM imagebuilder_workflow_newest
  GROUP BY type, name, version
  HAVING count(DISTINCT account_id) > 1 AND count(DISTINCT data) > 1
) AS drifted ON drifted.type = newest.type AND drifted.name = newest.name AND drifted.version = newest.version
ORDER BY newest.type, newest.name, newest.version, account_id, region`,
  },
];
