import type { SavedQuery } from './query';

/** The keys (1) or the values (2) of hstore text, as a list. */
const tagTexts = (group: 1 | 2): string =>
  `transform(regexp_extract_all(tags, '"([^"\\\\]*(?:\\\\.[^"\\\\]*)*)"=>"([^"\\\\]*(?:\\\\.[^"\\\\]*)*)"', ${group}), x -> regexp_replace(x, '\\\\(.)', '$1'))`;

export const WORKFLOW_QUERIES: readonly SavedQuery[] = [
  {
    name: 'Live workflows',
    description: 'All builds that are neither deprecated nor disabled. The same text runs in DDSQL.',
    sql: `SELECT name, version, type
FROM imagebuilder_workflow
WHERE state IS NULL
ORDER BY name, version`,
  },
  {
    name: 'The newest build of each workflow',
    description: 'Versions and builds compare as numbers.',
    sql: `SELECT account_id, region, type, name, version, build, date_created
FROM imagebuilder_workflow_newest
ORDER BY account_id, region, type, name`,
  },
  {
    name: 'Deprecated builds, and why',
    description: 'Builds with a status other than live, and the reason that was given.',
    sql: `SELECT split_part(arn, ':', 4) AS region, name, version, split_part(arn, '/', 5) AS build,
  json_extract_scalar(state, '$.status') AS status, json_extract_scalar(state, '$.reason') AS reason
FROM imagebuilder_workflow
WHERE state IS NOT NULL
ORDER BY arn`,
  },
  {
    name: 'Builds by tag',
    description: 'How many builds carry each tag with each value. Tags that are unknown do not count.',
    sql: `SELECT tag_key, tag_value, count(*) AS builds
FROM imagebuilder_workflow_tag
GROUP BY tag_key, tag_value
ORDER BY tag_key, builds DESC, tag_value`,
  },
  {
    name: 'Tags as a map',
    description: 'Live builds by several tags at once: put those of your question in place of team and stage.',
    athenaOnly: true,
    sql: `SELECT split_part(arn, ':', 4) AS region, name, version, split_part(arn, '/', 5) AS build,
  element_at(tag, 'team') AS team, element_at(tag, 'stage') AS stage
FROM (
  SELECT *, map(${tagTexts(1)},
    ${tagTexts(2)}) AS tag
  FROM imagebuilder_workflow
) AS tagged
WHERE state IS NULL AND element_at(tag, 'team') IS NOT NULL AND element_at(tag, 'stage') IS NOT NULL
ORDER BY arn`,
  },
  {
    name: 'Parameters and their defaults',
    description: 'What a pipeline may set, and what it gets otherwise: of the newest build of each workflow.',
    sql: `SELECT newest.region, newest.name, newest.version, parameter, parameter_type, default_value
FROM imagebuilder_workflow_newest AS newest
JOIN imagebuilder_workflow_parameter AS parameters ON parameters."_key" = newest."_key"
ORDER BY newest.arn, parameter`,
  },
  {
    name: 'Encrypted with a key of ours?',
    description: 'A null kms_key_id means the key of the service only where the document is there.',
    sql: `SELECT CASE WHEN data IS NULL THEN 'unknown' WHEN kms_key_id IS NULL THEN 'no' ELSE 'yes' END AS own_key,
  count(*) AS builds
FROM imagebuilder_workflow
WHERE state IS NULL
GROUP BY 1
ORDER BY 1`,
  },
  {
    name: 'Not encrypted with a key of ours',
    description: 'Live builds that the key of the service encrypts. Where the document is unknown, so is the key.',
    sql: `SELECT split_part(arn, ':', 4) AS region, name, version, split_part(arn, '/', 5) AS build
FROM imagebuilder_workflow
WHERE state IS NULL AND data IS NOT NULL AND kms_key_id IS NULL
ORDER BY arn`,
  },
  {
    name: 'Same newest version, different documents',
    description:
      'Newest versions that differ between Regions or accounts. Builds whose document is unknown do not count.',
    sql: `SELECT type, name, version, count(*) AS copies, count(DISTINCT data) AS documents
FROM imagebuilder_workflow_newest
GROUP BY type, name, version
HAVING count(DISTINCT data) > 1
ORDER BY type, name, version`,
  },
];
