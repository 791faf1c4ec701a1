import { BUILD_COLUMNS, LIVE } from './live-steps';
import { newestBuildsCompared } from './newest-builds-compared';
import type { SavedQuery } from './query';
import { secretsInDocuments } from './secrets-in-documents';

/** An input, or the reference that is given for it. */
const input = (member: string): string =>
  `coalesce(json_extract_scalar(inputs, '$.${member}'), json_extract_scalar(inputs, '$["${member}.$"]'))`;

/** WaitForAction's own, where no whole number of seconds is written. */
const DEFAULT_WAIT_SECONDS = 3 * 24 * 60 * 60;

const CLEANS = "action IN ('SanitizeInstance', 'RunSysPrep')";

/** What the steps of the documents do, as far as documents tell: conditions and references stand as they are written. */
export const STEP_QUERIES: readonly SavedQuery[] = [
  {
    name: 'Builds whose document runs an action',
    description:
      'Put the action of your question in place of DistributeImage. Builds whose document is unknown, or could not be read, are listed, too.',
    sql: `SELECT workflow.name, workflow.version, split_part(workflow.arn, '/', 5) AS build,
  CASE WHEN found.action IS NULL THEN 'unknown' ELSE 'yes' END AS runs_it
FROM imagebuilder_workflow AS workflow
LEFT JOIN (
  SELECT arn, max(action) AS action
  FROM imagebuilder_workflow_step
  WHERE action = 'DistributeImage' OR problem IS NOT NULL
  GROUP BY arn
) AS found ON found.arn = workflow.arn
WHERE found.arn IS NOT NULL OR data IS NULL
ORDER BY workflow.arn`,
  },
  {
    name: 'Actions in use',
    description: 'Which actions the documents name, and in how many steps and builds.',
    sql: `SELECT action, count(*) AS steps, count(DISTINCT arn) AS builds
FROM imagebuilder_workflow_step
WHERE action IS NOT NULL
GROUP BY action
ORDER BY steps DESC, action`,
  },
  {
    name: 'Command documents that live workflows run',
    description:
      'With their parameters. A name may be the ARN of a document that is shared, or a reference ($.…). ExecuteComponents, RunSysPrep, SanitizeInstance and BootstrapInstanceForContainer send commands, too, and name no document.',
    sql: `SELECT ${BUILD_COLUMNS}, step,
  ${input('documentName')} AS command_document,
  ${input('documentVersion')} AS document_version,
  coalesce(json_format(json_extract(inputs, '$.parameters')), json_extract_scalar(inputs, '$["parameters.$"]')) AS parameters
FROM imagebuilder_workflow_step
WHERE action = 'RunCommand' AND ${LIVE}
ORDER BY command_document, arn, position`,
  },
  {
    name: 'State machines that live workflows start',
    description:
      'An ARN may end in a version or an alias, and its account and Region may be other ones. Whether the machine may be started is for the execution role of the pipeline, which is not here.',
    sql: `SELECT ${BUILD_COLUMNS}, step,
  ${input('stateMachineArn')} AS state_machine, on_failure
FROM imagebuilder_workflow_step
WHERE action = 'ExecuteStateMachine' AND ${LIVE}
ORDER BY state_machine, arn, position`,
  },
  {
    name: 'Live workflows that wait for somebody',
    description:
      'For how long, and whom they tell. Where no time is written AWS waits for three days. With neither a topic nor a function, only an event tells of it; and behind a function there need not be a person.',
    sql: `SELECT ${BUILD_COLUMNS}, step,
  CASE WHEN timeout_seconds IS NULL AND json_extract(other, '$.timeoutSeconds') IS NULL THEN ${DEFAULT_WAIT_SECONDS}
    ELSE timeout_seconds END AS waits_seconds,
  ${input('snsTopicArn')} AS topic,
  ${input('lambdaFunctionName')} AS called_function
FROM imagebuilder_workflow_step
WHERE action = 'WaitForAction' AND ${LIVE}
ORDER BY arn, position`,
  },
  {
    name: 'Where live workflows send images, and whom they share them with',
    description:
      'Regions, accounts, organizations and groups (all means everyone), one to a row. A null path: none is written, so the distribution configuration of the pipeline decides, which is not here.',
    sql: `SELECT steps.account_id, steps.region, steps.name, steps.version, split_part(steps.arn, '/', 5) AS build,
  steps.step, steps.action, inputs.path, inputs.value
FROM imagebuilder_workflow_step AS steps
LEFT JOIN imagebuilder_workflow_step_input AS inputs ON inputs."_key" = steps."_key"
  AND regexp_like(member, '(^|\\.)(region|targetAccountIds|userIds|userGroups|organizationArns|organizationalUnitArns)$')
WHERE steps.action IN ('DistributeImage', 'ModifyImageAttributes', 'ApplyImageConfigurations', 'DistributeContainerImage')
  AND steps.${LIVE}
ORDER BY steps.arn, steps.position, inputs.path`,
  },
  {
    name: 'Live build workflows that create an image without cleaning',
    description:
      'Cleaned by SanitizeInstance or RunSysPrep: no, too late (after the image) or under a condition, which is not evaluated. A component may clean as well, and the platform is unknown.',
    sql: `SELECT ${BUILD_COLUMNS}, step,
  CASE WHEN cleaned_at IS NULL THEN 'no' WHEN cleaned_at > position THEN 'too late' ELSE 'under a condition' END AS cleaned
FROM (
  SELECT *, min(CASE WHEN ${CLEANS} THEN position END) OVER (PARTITION BY arn) AS cleaned_at,
    min(CASE WHEN ${CLEANS} AND condition IS NULL THEN position END) OVER (PARTITION BY arn) AS surely_cleaned_at
  FROM imagebuilder_workflow_step
) AS steps
WHERE type = 'BUILD' AND action = 'CreateImage' AND (surely_cleaned_at IS NULL OR surely_cleaned_at > position)
  AND ${LIVE}
ORDER BY arn, position`,
  },
  {
    name: 'Live build workflows that create an image where nothing scans',
    description:
      'CollectImageScanFindings is for test workflows, so it is looked for in all of the account and Region. Which of them a pipeline runs is not known, scanning has to be switched on in it as well, and findings fail no step.',
    sql: `SELECT steps.account_id, steps.region, steps.name, steps.version, split_part(steps.arn, '/', 5) AS build
FROM imagebuilder_workflow_step AS steps
LEFT JOIN (
  SELECT DISTINCT account_id, region
  FROM imagebuilder_workflow_step
  WHERE action = 'CollectImageScanFindings' AND ${LIVE}
) AS scanning ON scanning.account_id = steps.account_id AND scanning.region = steps.region
WHERE steps.type = 'BUILD' AND steps.action IN ('CreateImage', 'CreateImageFromIso', 'RegisterImage')
  AND scanning.region IS NULL AND steps.${LIVE}
GROUP BY steps.account_id, steps.region, steps.name, steps.version, steps.arn
ORDER BY steps.arn`,
  },
  {
    name: 'Where live workflows pass over a failure',
    description:
      'Steps with onFailure: Continue. TerminateInstance is left out, since AWS’s own documents let it fail; a step that does not say it aborts.',
    sql: `SELECT ${BUILD_COLUMNS}, step, action
FROM imagebuilder_workflow_step
WHERE on_failure = 'Continue' AND action <> 'TerminateInstance' AND ${LIVE}
ORDER BY arn, position`,
  },
  {
    name: 'Time-outs of live workflows, by action',
    description:
      'In how many steps a time-out is written, the shortest and the longest of them. Elsewhere the default of the action holds, which AWS has changed before; what is no whole number does not count.',
    sql: `SELECT action, count(*) AS steps, count(timeout_seconds) AS written,
  min(timeout_seconds) AS shortest_seconds, max(timeout_seconds) AS longest_seconds
FROM imagebuilder_workflow_step
WHERE action IS NOT NULL AND ${LIVE}
GROUP BY action
ORDER BY written DESC, steps DESC, action`,
  },
  newestBuildsCompared,
  {
    name: 'Steps with a literal where others of their action use a parameter',
    description:
      'By the member of the inputs; in how many live steps a parameter stands there. The value is not shown: it may be a secret. Text such as commands is free, and what differs may be meant to.',
    sql: `WITH uses AS (
  SELECT "_key", arn, account_id, region, name, version, position, step, action, member,
    max(CASE WHEN value LIKE '%$.parameters.%' THEN 1 ELSE 0 END) AS by_parameter,
    max(CASE WHEN value LIKE '%$.%' THEN 1 ELSE 0 END) AS by_reference
  FROM imagebuilder_workflow_step_input
  WHERE value IS NOT NULL AND ${LIVE}
  GROUP BY "_key", arn, account_id, region, name, version, position, step, action, member
), shared AS (
  SELECT action, member, count(*) AS steps FROM uses WHERE by_parameter = 1 GROUP BY action, member
)
SELECT ${BUILD_COLUMNS}, step, uses.action, uses.member, shared.steps AS by_parameter
FROM uses
JOIN shared ON shared.action = uses.action AND shared.member = uses.member
WHERE by_reference = 0
ORDER BY uses.action, uses.member, arn, position`,
  },
  secretsInDocuments,
  {
    name: 'Builds whose steps are not known',
    description:
      'Their document is unknown, or cannot be read as steps. The other questions about steps say nothing of them.',
    sql: `SELECT workflow.account_id, split_part(workflow.arn, ':', 4) AS region, workflow.name, workflow.version,
  split_part(workflow.arn, '/', 5) AS build, coalesce(steps.problem, 'The document is unknown.') AS problem
FROM imagebuilder_workflow AS workflow
LEFT JOIN (
  SELECT arn, position, problem FROM imagebuilder_workflow_step WHERE problem IS NOT NULL
) AS steps ON steps.arn = workflow.arn
WHERE steps.problem IS NOT NULL OR workflow.data IS NULL
ORDER BY workflow.arn, steps.position`,
  },
];
