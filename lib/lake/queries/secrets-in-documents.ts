import type { SavedQuery } from './query';

/** What a secret of each kind looks like, in what Athena's regular expressions and DuckDB's have in common. */
const SHAPES: readonly (readonly [kind: string, shape: string])[] = [
  ['AWS access key ID', String.raw`\b(AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b`],
  ['AWS secret access key', '(?i)secret[_-]?access[_-]?key[^a-z0-9/+]{1,5}[a-z0-9/+]{40}([^a-z0-9/+]|$)'],
  ['GitHub token', String.raw`\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{82})`],
  ['GitLab token', String.raw`\bglpat-[A-Za-z0-9_-]{20,}`],
  ['npm token', String.raw`\bnpm_[A-Za-z0-9]{36}`],
  ['PyPI token', String.raw`\bpypi-AgEI[A-Za-z0-9_-]{50,}`],
  ['Slack token', String.raw`\b(xox[abeoprs]|xapp)-[0-9A-Za-z-]{10,}`],
  ['Slack webhook', String.raw`hooks\.slack\.com/services/T[A-Za-z0-9_]+/B[A-Za-z0-9_]+/[A-Za-z0-9_]{20,}`],
  ['private key', '-----BEGIN ([A-Z]+ )*PRIVATE KEY( BLOCK)?-----'],
  // A password that begins with $ or a brace is a variable. Lengths are bound, since a long text would take for ever.
  ['URL with a password', String.raw`[a-z][a-z0-9+.-]{1,20}://[^/\s:@]{1,100}:[^/\s:@$\{][^/\s:@]{2,100}@`],
  ['Google API key', String.raw`\bAIza[A-Za-z0-9_-]{35}`],
  ['Stripe key', String.raw`\bsk_live_[A-Za-z0-9_]{20,}`],
  ['Anthropic or OpenAI key', String.raw`\bsk-(ant|proj)-[A-Za-z0-9_-]{20,}`],
  ['SendGrid key', String.raw`\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}`],
  ['Vault token', String.raw`\bhvs\.[A-Za-z0-9_-]{20,}`],
  ['Docker token', String.raw`\bdckr_pat_[A-Za-z0-9_-]{20,}`],
  ['JSON web token', String.raw`\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+`],
];

/** AWS's documents use keys that hold the word EXAMPLE. */
const shapes = SHAPES.map(
  ([kind, shape]) => `WHEN regexp_like(replace(value, 'EXAMPLE', '-'), '${shape}') THEN '${kind}'`,
).join('\n    ');

/** The last part of a member's name says so. */
const SECRET_NAME = '(?i)(password|passwd|passphrase|secret|token|api_?key|private_?key|credential)[^.]*$';

/** Of a default, the value is a list as JSON. */
const LONG_ENOUGH = String.raw`[^"\[\]]{8,}`;

/** What names a secret, or stands for one, in place of being it. */
const IS_REFERENCE = String.raw`\$\.|\$\{|\{\{|arn:|ssm:`;

/** Where secrets are looked for: without the values, all of it is shown. */
const VALUES = `SELECT arn AS document, position, step, path, member, value FROM imagebuilder_workflow_step_input
  UNION ALL
  SELECT arn, position, step, 'description', 'description', description FROM imagebuilder_workflow_step
  UNION ALL
  SELECT arn, position, step, 'if', 'if', condition FROM imagebuilder_workflow_step
  UNION ALL
  SELECT arn, position, step, 'other', 'other', other FROM imagebuilder_workflow_step
  UNION ALL
  SELECT "_key", NULL, NULL, 'parameters.' || parameter, 'parameters.' || parameter, default_value
  FROM imagebuilder_workflow_parameter`;

export const secretsInDocuments: SavedQuery = {
  name: 'What looks like a secret in a document',
  description:
    'The step (null: a default of a parameter), the way to it and its kind; never the value. By its shape, or as eight characters and more in a member that is called a password, passphrase, secret, token, API key, private key or credential. What is not found may be one all the same.',
  sql: `SELECT account_id, split_part(arn, ':', 4) AS region, name, version, split_part(arn, '/', 5) AS build, step, path, kind
FROM imagebuilder_workflow
JOIN (
  SELECT document, position, step, path, CASE
    ${shapes}
    WHEN regexp_like(member, '${SECRET_NAME}') AND regexp_like(value, '${LONG_ENOUGH}')
      AND NOT regexp_like(value, '${IS_REFERENCE}') THEN 'by its name'
    END AS kind
  FROM (
  ${VALUES}
  ) AS given
) AS found ON document = arn
WHERE kind IS NOT NULL
ORDER BY arn, position, path`,
};
