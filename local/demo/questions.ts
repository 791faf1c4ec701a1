import { SECOND_RUN } from './demo-runs';

export interface Question {
  readonly title: string;
  readonly sql: string;
  /** What a reader of the answer should not overlook. */
  readonly remark?: string;
}

/** What is asked of the lake, in DuckDB's SQL. */
export const QUESTIONS: readonly Question[] = [
  {
    title: 'Which live workflows build images, by their newest build?',
    sql: `SELECT account_id, region, name, version, build, tags
FROM aws.imagebuilder_workflow_newest
WHERE state IS NULL AND type = 'BUILD'
ORDER BY account_id, region, name`,
  },
  {
    title: 'Which command documents do they run, and in how many accounts?',
    sql: `SELECT json_extract_scalar(inputs, '$.documentName') AS command_document,
  count(DISTINCT arn) AS builds, count(DISTINCT account_id) AS accounts
FROM aws.imagebuilder_workflow_step JOIN aws.imagebuilder_workflow USING (arn, account_id)
WHERE action = 'RunCommand' AND state IS NULL
GROUP BY command_document
ORDER BY builds DESC, command_document`,
  },
  {
    title: 'Do accounts that share a workflow share its document?',
    sql: `SELECT name, version, count(DISTINCT account_id) AS accounts, count(*) AS copies,
  count(DISTINCT data) AS documents
FROM aws.imagebuilder_workflow_newest
GROUP BY type, name, version
HAVING count(DISTINCT account_id) > 1
ORDER BY name, version`,
    remark: 'The copy in 222233334444 leaves out the step that sanitizes the instance.',
  },
  {
    title: 'What changed since the day before?',
    sql: `SELECT change, region, name, version, changed_columns
FROM aws.imagebuilder_workflow_change
WHERE run = '${SECOND_RUN}'
ORDER BY _key`,
  },
  {
    title: 'What could not be read, and how old is what the table says of it?',
    sql: `SELECT account_id, region, outcome, as_of, rows, error_code
FROM aws.imagebuilder_workflow_coverage
WHERE run = '${SECOND_RUN}'
ORDER BY account_id, region`,
    remark:
      'ap-southeast-2 keeps its rows of the day before, and of 333344445555 nothing is known: that nobody may look does not mean that nothing is there.',
  },
  {
    title: 'Whose document could not be decrypted?',
    sql: `SELECT name, version, kms_key_id, data
FROM aws.imagebuilder_workflow
WHERE data IS NULL`,
    remark: 'Where data is NULL, the key and the parameters are unknown too. The rest came with the list.',
  },
];
