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
    title: 'Which workflows are live?',
    sql: `SELECT name, version, split_part(arn, '/', 5) AS build, type,
  split_part(arn, ':', 4) AS region, tags
FROM aws.imagebuilder_workflow
WHERE state IS NULL
ORDER BY region, type, name, arn`,
  },
  {
    title: 'Which live workflows run a command document, and which?',
    sql: `SELECT name, version, regexp_extract(data, 'documentName: "([^"]+)"', 1) AS first_document
FROM aws.imagebuilder_workflow
WHERE state IS NULL AND data LIKE '%action: RunCommand%'
ORDER BY arn`,
  },
  {
    title: 'What changed since the day before?',
    sql: `SELECT change, region, name, version, changed_columns
FROM aws.imagebuilder_workflow_change
WHERE run = '${SECOND_RUN}'
ORDER BY _key`,
  },
  {
    title: 'What became of the tags?',
    sql: `SELECT name, before ->> 'tags' AS tags_before, after ->> 'tags' AS tags_after
FROM aws.imagebuilder_workflow_change
WHERE run = '${SECOND_RUN}' AND changed_columns LIKE '%"tags"%'`,
  },
  {
    title: 'What could not be read, and how old is what the table says of it?',
    sql: `SELECT region, outcome, as_of, rows, rows_without_detail, error_code
FROM aws.imagebuilder_workflow_coverage
WHERE run = '${SECOND_RUN}'
ORDER BY region`,
    remark:
      'ap-southeast-2 keeps its rows of the day before: that nobody may look does not mean that nothing is there.',
  },
  {
    title: 'Whose document could not be decrypted?',
    sql: `SELECT name, version, kms_key_id, data
FROM aws.imagebuilder_workflow
WHERE data IS NULL`,
    remark: 'Where data is NULL, the key and the parameters are unknown too. The rest came with the list.',
  },
];
