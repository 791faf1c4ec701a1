import {
  both,
  CONNECTION_CODES,
  either,
  type FailedCall,
  hasCode,
  isBusy,
  isDenied,
  isFor,
  ofProvider,
  says,
} from './failed-call';

interface AdviceLine {
  readonly name: string;
  readonly topic: string;
  readonly isMeant: (call: FailedCall) => boolean;
  /** What to do: a sentence without its full stop. */
  readonly advice: string;
}

const assumesRole = both(isDenied, says(/\bsts:AssumeRole\b/));

/**
 * What to do about an error, one line for each cause. The first line that is meant counts: where two may be, the
 * narrower stands first, and says so. Where no line is meant, nothing is advised: a wrong advice costs more than none.
 */
export const ADVICE = [
  {
    name: 'proxy-password',
    topic: 'Proxy',
    isMeant: hasCode('ProxyPassword', 'HTTP 407'),
    advice:
      'Write the name and the password that the proxy wants into HTTPS_PROXY: http://NAME:PASSWORD@HOST:PORT, ' +
      'percent-encoded',
  },
  {
    name: 'proxy-refusal',
    topic: 'Proxy',
    isMeant: hasCode('ProxyRefusal'),
    advice:
      'Let the proxy connect to this host, or name the host in NO_PROXY if this machine reaches it without the proxy',
  },
  {
    name: 'proxy-silence',
    topic: 'Proxy',
    isMeant: hasCode('ProxySilence'),
    advice:
      'Set HTTPS_PROXY (or ALL_PROXY) to a proxy that is up, or unset it; NO_PROXY names the hosts that need none',
  },
  {
    name: 'certificate-authority',
    topic: 'TLS',
    isMeant: hasCode(
      'CERT_UNTRUSTED',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ),
    advice:
      'If TLS is inspected on the way, or the endpoint is your own, name the PEM file of its authority in AWS_CA_BUNDLE, ' +
      'in ca_bundle of the profile, or in NODE_EXTRA_CA_CERTS',
  },
  {
    name: 'certificate-time',
    topic: 'TLS',
    isMeant: hasCode('CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'),
    advice:
      'Compare the clock of this machine with another; if it is right, whoever runs the endpoint must renew its certificate',
  },
  {
    name: 'certificate-name',
    topic: 'TLS',
    isMeant: hasCode('ERR_TLS_CERT_ALTNAME_INVALID'),
    advice: 'Give the endpoint the name that its certificate has (AWS_ENDPOINT_URL, endpoint_url of the profile)',
  },
  {
    name: 'no-tls',
    topic: 'TLS',
    isMeant: either(hasCode('EPROTO'), ({ code }) => code.startsWith('ERR_SSL_')),
    advice: 'Write http:// instead of https:// where the endpoint or the proxy speaks no TLS',
  },
  {
    name: 'host-name',
    topic: 'Network',
    isMeant: hasCode('ENOTFOUND'),
    advice:
      'Check the Region (AWS_REGION, the profile), the endpoint (AWS_ENDPOINT_URL), and whether names of the internet are ' +
      'known here: where only a proxy knows them, set HTTPS_PROXY',
  },
  {
    name: 'resolver',
    topic: 'Network',
    isMeant: hasCode('EAI_AGAIN'),
    advice: 'Check that this machine is connected, and that its DNS resolver answers',
  },
  {
    name: 'network',
    topic: 'Network',
    isMeant: hasCode(...CONNECTION_CODES, 'TimeoutError'),
    advice:
      'It was tried again for as long as is allowed: run it again later. If it never works, check the endpoint ' +
      '(AWS_ENDPOINT_URL), the firewall, and whether this network wants a proxy (HTTPS_PROXY)',
  },
  {
    name: 'endpoint',
    topic: 'Endpoint',
    isMeant: hasCode('ERR_INVALID_URL', 'ERR_INVALID_PROTOCOL'),
    advice:
      'Write the endpoint with its scheme, such as http://localhost:4566 (AWS_ENDPOINT_URL, endpoint_url of the profile)',
  },
  {
    name: 'region-missing',
    topic: 'Region',
    isMeant: says(/^Region is missing/),
    advice: "Set AWS_REGION to the bucket's Region",
  },
  {
    name: 'bucket-region',
    topic: 'Region',
    isMeant: either(
      hasCode(
        'AuthorizationHeaderMalformed',
        'IllegalLocationConstraintException',
        'PermanentRedirect',
        'TemporaryRedirect',
      ),
      both(hasCode('HTTP 301', 'HTTP 307'), isFor('lake-read', 'lake-put', 'lake-list')),
    ),
    advice: "Set AWS_REGION to the bucket's Region",
  },
  // Before signature: AWS refuses the signatures of a wrong clock by the same names.
  {
    name: 'clock',
    topic: 'Clock',
    isMeant: either(
      hasCode('RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture'),
      says(/signature (expired|not yet current)/i),
    ),
    advice: 'Set the clock of this machine right',
  },
  {
    name: 'token-character',
    topic: 'Credentials',
    isMeant: hasCode('ERR_INVALID_CHAR'),
    advice:
      'A key or the session token (AWS_SESSION_TOKEN, aws_session_token of the profile) holds a character that no ' +
      'header takes, such as a newline: copy it again',
  },
  // The three profiles stand before no-credentials: all four are errors of a provider.
  {
    name: 'second-factor',
    topic: 'Credentials',
    isMeant: both(ofProvider, says(/multi-factor authentication|\bMFA\b/)),
    advice:
      'Nobody is asked for a code here. Get a session with it first: ' +
      'eval "$(aws configure export-credentials --profile NAME --format env)", and unset AWS_PROFILE',
  },
  {
    name: 'sign-in',
    topic: 'Credentials',
    isMeant: both(ofProvider, says(/\bSSO\b|\btoken (is|has) expired|sso login/i)),
    advice: 'Sign in again: aws sso login --profile NAME',
  },
  {
    name: 'credential-process',
    topic: 'Credentials',
    isMeant: both(ofProvider, says(/^Command failed|credential_process/)),
    advice: 'Run the command of credential_process by itself, and see what it says',
  },
  {
    name: 'no-credentials',
    topic: 'Credentials',
    isMeant: either(ofProvider, hasCode('MissingAuthenticationToken', 'MissingAuthenticationTokenException')),
    advice:
      'Give the SDK credentials that work: set AWS_PROFILE, sign in again, or set AWS_ACCESS_KEY_ID and its companions',
  },
  {
    name: 'session-ended',
    topic: 'Credentials',
    isMeant: hasCode('ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'),
    advice: 'The session has ended: sign in again, or get a new session token',
  },
  // Before unknown-key, which has the same names: of Image Builder, it may be the Region.
  {
    name: 'region-disabled',
    topic: 'Region',
    isMeant: both(
      hasCode('InvalidClientTokenId', 'OptInRequired', 'RegionDisabledException', 'UnrecognizedClientException'),
      isFor('workflows'),
    ),
    advice:
      'In one Region: enable it in the account, or exclude it; if it is enabled, the session may be of the global STS ' +
      'endpoint, whose tokens Regions that are opted in to do not take: get it from a regional one ' +
      '(AWS_STS_REGIONAL_ENDPOINTS=regional). In every Region: the credentials are not valid any more',
  },
  {
    name: 'unknown-key',
    topic: 'Credentials',
    isMeant: hasCode('InvalidAccessKeyId', 'InvalidClientTokenId', 'InvalidToken', 'UnrecognizedClientException'),
    advice:
      'The access key was deleted or deactivated, its session token is missing or of another key, or it is of another ' +
      'partition than the Region (GovCloud, China): give the credentials anew, and AWS_REGION a Region of theirs',
  },
  {
    name: 'signature',
    topic: 'Credentials',
    isMeant: hasCode(
      'IncompleteSignature',
      'IncompleteSignatureException',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
    ),
    advice: 'The secret access key is not that of the access key ID: copy both again',
  },
  // The denials of policies stand before those of keys and actions: no permission outweighs them.
  {
    name: 'may-not-assume-roles',
    topic: 'Accounts',
    isMeant: both(assumesRole, says(/no identity-based policy allows/)),
    advice: 'Allow the collector’s role (or yours) sts:AssumeRole on the role in that account, with its path',
  },
  {
    name: 'collector-guarded',
    topic: 'Accounts',
    isMeant: both(assumesRole, says(/service control policy|permissions boundary/)),
    advice:
      'Let the service control policy of the collector’s account, or the boundary of its role, allow sts:AssumeRole',
  },
  {
    name: 'account-guarded',
    topic: 'Accounts',
    isMeant: both(assumesRole, says(/resource control policy/)),
    advice: 'Except the collector from the resource control policy of that account, or collect from its organization',
  },
  {
    name: 'role-does-not-trust',
    topic: 'Accounts',
    isMeant: both(assumesRole, says(/role trust policy|resource-based policy/)),
    advice:
      'Let the trust policy of the role in that account name the collector’s role; if it asks for an external ID, give ' +
      'the same one (EXTERNAL_ID, --external-id)',
  },
  // Before the permissions, of which none outweighs such a policy; of a role, its lines above know whose policy it is.
  {
    name: 'explicit-deny-of-a-put',
    topic: 'Policy',
    isMeant: both(says(/explicit deny/i), isFor('lake-put')),
    advice:
      'A policy denies it, and no permission outweighs that: the message names which kind. Where it wants puts to name ' +
      'their encryption (x-amz-server-side-encryption), say --encryption AES256 or --encryption KEY_ARN to collect, and ' +
      'set encryptionHeader in the configuration of the stack; else ask who keeps that policy',
  },
  {
    name: 'outweighing-policy',
    topic: 'Policy',
    isMeant: says(
      /explicit deny|no (service control policy|resource control policy|permissions boundary|session policy|VPC endpoint policy) allows/i,
    ),
    advice:
      'A policy denies it, and no permission outweighs that: the message names which kind. Ask who keeps that policy',
  },
  {
    name: 'role-refused',
    topic: 'Accounts',
    isMeant: assumesRole,
    advice:
      'Either there is no such role in that account (deleted, or with another path), or its trust policy names another ' +
      'collector or external ID, or the account is suspended or closed',
  },
  {
    name: 'no-organization',
    topic: 'Accounts',
    isMeant: hasCode('AWSOrganizationsNotInUseException'),
    advice: 'The account is in no organization: name the accounts instead',
  },
  {
    name: 'no-such-unit',
    topic: 'Accounts',
    isMeant: hasCode('ParentNotFoundException'),
    advice: 'There is no such organizational unit (any more): correct the list of units',
  },
  {
    name: 'may-not-list-organization',
    topic: 'Accounts',
    isMeant: both(isDenied, isFor('organization')),
    advice:
      'Only the management account and a delegated administrator may list it: allow organizations:ListAccounts there, ' +
      'and collect from there or name a role of theirs (ORGANIZATION_ROLE, --organization-role)',
  },
  // Before the permissions, since a key that is forbidden is AccessDenied, too: its message speaks of kms.
  {
    name: 'key',
    topic: 'Encryption',
    isMeant: both(
      either(({ code }) => code.startsWith('KMS.'), says(/\bkms:/i)),
      isFor('lake-read', 'lake-put'),
    ),
    advice: 'The key of the bucket must be enabled, and its policy and yours allow kms:Decrypt and kms:GenerateDataKey',
  },
  {
    name: 'key-of-a-document',
    topic: 'Encryption',
    isMeant: both(
      either(says(/\bkms:/i), ({ code }) => code.startsWith('KMS')),
      isFor('workflows'),
    ),
    advice:
      'Allow kms:Decrypt of the key that the workflow is encrypted with, in its policy and in yours (in another account, ' +
      'in the member role’s); in the cloud, name a key of the collector’s own account in kmsKeyArns',
  },
  {
    name: 'bucket',
    topic: 'Bucket',
    isMeant: hasCode('NoSuchBucket'),
    advice: 'Name a bucket that is there, or create it',
  },
  {
    name: 'conditional-writes',
    topic: 'Bucket',
    isMeant: both(hasCode('NotImplemented', 'HTTP 501'), isFor('lake-read', 'lake-put', 'lake-list')),
    advice: 'The store must know conditional writes, as S3 does',
  },
  {
    name: 'may-not-read',
    topic: 'Permission',
    isMeant: both(isDenied, isFor('lake-read')),
    advice:
      "Allow s3:GetObject on the bucket's objects and s3:ListBucket on the bucket: " +
      'without the latter, S3 answers so for a key that is missing',
  },
  {
    name: 'may-not-put',
    topic: 'Permission',
    isMeant: both(isDenied, isFor('lake-put')),
    advice: "Allow s3:PutObject and s3:GetObject on the bucket's objects: a write that replaces a version reads it",
  },
  {
    name: 'may-not-list',
    topic: 'Permission',
    isMeant: both(isDenied, isFor('lake-list')),
    advice: 'Allow s3:ListBucket on the bucket',
  },
  {
    name: 'may-not-list-regions',
    topic: 'Permission',
    isMeant: both(isDenied, either(isFor('regions'), says(/\baccount:ListRegions\b/))),
    advice: 'Allow account:ListRegions, or name the Regions',
  },
  {
    name: 'may-not-read-workflows',
    topic: 'Permission',
    isMeant: both(isDenied, isFor('workflows')),
    advice: 'Allow imagebuilder:ListWorkflowBuildVersions and imagebuilder:GetWorkflow, or exclude the Region',
  },
  {
    name: 'busy',
    topic: 'Network',
    isMeant: isBusy,
    advice: 'It was tried again for as long as is allowed: run it again later',
  },
  {
    name: 'denied-without-a-name',
    topic: 'Permission',
    isMeant: both(hasCode('HTTP 403'), isFor('lake-read', 'lake-put', 'lake-list')),
    advice:
      'Something else than S3 may have answered: check the endpoint (AWS_ENDPOINT_URL), the proxy and the firewall. If it ' +
      "was S3, allow s3:GetObject, s3:PutObject on the bucket's objects and s3:ListBucket on the bucket",
  },
  // Behind the lines that know more of an answer without a name, from HTTP 407 to HTTP 403 of S3.
  {
    name: 'not-aws',
    topic: 'Endpoint',
    isMeant: either(({ code }) => /^HTTP 4\d\d$/.test(code), hasCode('UnusableAnswer')),
    advice:
      'Something else than AWS may have answered: check the endpoint (AWS_ENDPOINT_URL), the proxy and the firewall',
  },
  {
    name: 'disk-full',
    topic: 'Machine',
    isMeant: hasCode('EDQUOT', 'ENOSPC'),
    advice:
      'The disk is full: make room where temporary files are (TMPDIR) and where the lake is. In the cloud, raise ' +
      'ephemeralStorageMiB',
  },
  {
    name: 'disk-permission',
    topic: 'Machine',
    isMeant: hasCode('EACCES', 'EPERM', 'EROFS'),
    advice: 'Let this user write where temporary files are (TMPDIR) and where the lake is',
  },
  {
    name: 'descriptors',
    topic: 'Machine',
    isMeant: hasCode('EMFILE', 'ENFILE'),
    advice: 'Raise the number of files that may be open (ulimit -n 4096)',
  },
] as const satisfies readonly AdviceLine[];

export type AdviceName = (typeof ADVICE)[number]['name'];
