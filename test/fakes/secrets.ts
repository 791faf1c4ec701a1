/** Of letters and digits as they come, so many. None is a real secret. */
const made = (length: number, from = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'): string =>
  Array.from({ length }, (_, place) => from[(place * 7) % from.length]).join('');

/** A value of each kind, in the text that it may come in; put together here, so that no scanner takes them for real. */
export const SECRETS: readonly (readonly [kind: string, value: string])[] = [
  ['AWS access key ID', `export AWS_ACCESS_KEY_ID=${'AKIA'}${made(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`],
  ['AWS secret access key', `aws configure set aws_secret_access_key ${made(40)}`],
  ['GitHub token', `https://api/?t=${'ghp'}_${made(36)}`],
  ['GitHub token', `${'github'}_pat_${made(82)}`],
  ['GitLab token', `${'glpat'}-${made(20)}`],
  ['npm token', `//registry/:_authToken=${'npm'}_${made(36)}`],
  ['PyPI token', `${'pypi'}-AgEI${made(50)}`],
  ['Slack token', `${'xoxb'}-${made(12)}`],
  ['Slack webhook', `curl hooks.slack.com/services/T0123/B0123/${made(24)}`],
  ['private key', 'echo "-----BEGIN RSA PRIVATE KEY-----\nMII"'],
  ['private key', '-----BEGIN PRIVATE KEY-----'],
  ['URL with a password', 'git clone https://someone:hunter2@example.com/x.git'],
  ['Google API key', `${'AIza'}${made(35)}`],
  ['Stripe key', `${'sk'}_live_${made(24)}`],
  ['Anthropic or OpenAI key', `${'sk'}-proj-${made(24)}`],
  ['SendGrid key', `${'SG'}.${made(22)}.${made(43)}`],
  ['Vault token', `${'hvs'}.${made(24)}`],
  ['Docker token', `${'dckr'}_pat_${made(24)}`],
  ['JSON web token', `Bearer ${'eyJ'}${made(12)}.eyJ${made(12)}.${made(8)}`],
];

export const FALSE_ALARMS: readonly unknown[] = [
  'arn:aws:secretsmanager:eu-west-1:111122223333:secret:build/token-AbCdEf',
  '{{ssm-secure:/build/password}}',
  '{{resolve:secretsmanager:build/token}}',
  '1b2c3d4e-0000-4000-8000-5f6a7b8c9d0e',
  'ami-0123456789abcdef0',
  'cdk-hnb659fds-assets-111122223333-eu-west-1',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  '012345678901',
  'AKIAIOSFODNN7EXAMPLE',
  'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  `${'AROA'}ABCDEFGHIJKLMNOP`,
  '-----BEGIN PUBLIC KEY-----',
  '-----BEGIN CERTIFICATE-----',
  'https://someone:$PASSWORD@example.com',
  `https://someone:$${'{PASSWORD}'}@example.com`,
  'https://someone:{{ $.parameters.password }}@example.com',
  'https://example.com:8080/a@b',
  `the password is in ${'x'.repeat(100_000)}`,
  12345678,
  true,
  null,
];
