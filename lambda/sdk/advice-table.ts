import {
  assumesRole,
  both,
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
  /** How it is recognised, for people. */
  readonly sign: string;
  readonly isMeant: (call: FailedCall) => boolean;
  /** What to do: a sentence without its full stop. */
  readonly advice: string;
}

/**
 * What to do about an error, one line for each cause. The first line that is meant counts: where two may be, the
 * narrower stands first, and says so. Where no line is meant, nothing is advised: a wrong advice costs more than none.
 */
export const ADVICE = [
  {
    name: 'proxy-password',
    topic: 'Proxy',
    sign: '`ProxyPassword`, `HTTP 407`: the proxy wants to know who asks',
    isMeant: hasCode('ProxyPassword', 'HTTP 407'),
    advice:
      'Write the name and the password that the proxy wants into HTTPS_PROXY: http://NAME:PASSWORD@HOST:PORT, ' +
      'percent-encoded',
  },
  {
    name: 'proxy-refusal',
    topic: 'Proxy',
    sign: '`ProxyRefusal`: the proxy answers, and does not connect',
    isMeant: hasCode('ProxyRefusal'),
    advice:
      'Let the proxy connect to this host, or name the host in NO_PROXY if this machine reaches it without the proxy',
  },
  {
    name: 'proxy-silence',
    topic: 'Proxy',
    sign: '`ProxySilence`: the proxy does not answer',
    isMeant: hasCode('ProxySilence'),
    advice:
      'Set HTTPS_PROXY (or ALL_PROXY) to a proxy that is up, or unset it; NO_PROXY names the hosts that need none',
  },
  {
    name: 'certificate-authority',
    topic: 'TLS',
    sign: '`SELF_SIGNED_CERT_IN_CHAIN`, `UNABLE_TO_GET_ISSUER_CERT_LOCALLY` and their like: nobody trusted signed it',
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
    sign: '`CERT_HAS_EXPIRED`, `CERT_NOT_YET_VALID`',
    isMeant: hasCode('CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'),
    advice:
      'Compare the clock of this machine with another; if it is right, whoever runs the endpoint must renew its certificate',
  },
  {
    name: 'certificate-name',
    topic: 'TLS',
    sign: '`ERR_TLS_CERT_ALTNAME_INVALID`: the certificate is of another host',
    isMeant: hasCode('ERR_TLS_CERT_ALTNAME_INVALID'),
    advice: 'Give the endpoint the name that its certificate has (AWS_ENDPOINT_URL, endpoint_url of the profile)',
  },
  {
    name: 'no-tls',
    topic: 'TLS',
    sign: '`EPROTO`, `ERR_SSL_…`: what answers does not speak TLS as it should',
    isMeant: either(hasCode('EPROTO'), ({ code }) => code.startsWith('ERR_SSL_')),
    advice: 'Write http:// instead of https:// where the endpoint or the proxy speaks no TLS',
  },
  {
    name: 'host-name',
    topic: 'Network',
    sign: '`ENOTFOUND`: no host is called so',
    isMeant: hasCode('ENOTFOUND'),
    advice:
      'Check the Region (AWS_REGION, the profile), the endpoint (AWS_ENDPOINT_URL), and whether names of the internet are ' +
      'known here: where only a proxy knows them, set HTTPS_PROXY',
  },
  {
    name: 'resolver',
    topic: 'Network',
    sign: '`EAI_AGAIN`: the resolver does not answer',
    isMeant: hasCode('EAI_AGAIN'),
    advice: 'Check that this machine is connected, and that its DNS resolver answers',
  },
  {
    name: 'network',
    topic: 'Network',
    sign: '`ECONNREFUSED`, `ECONNRESET`, `ETIMEDOUT`, `TimeoutError` and their like: no answer came',
    isMeant: hasCode(
      'ECONNABORTED',
      'ECONNREFUSED',
      'ECONNRESET',
      'EHOSTUNREACH',
      'ENETDOWN',
      'ENETUNREACH',
      'EPIPE',
      'ERR_STREAM_PREMATURE_CLOSE',
      'ETIMEDOUT',
      'TimeoutError',
    ),
    advice:
      'It was tried again for as long as is allowed: run it again later. If it never works, check the endpoint ' +
      '(AWS_ENDPOINT_URL), the firewall, and whether this network wants a proxy (HTTPS_PROXY)',
  },
  {
    name: 'endpoint',
    topic: 'Endpoint',
    sign: '`ERR_INVALID_URL`, `ERR_INVALID_PROTOCOL`: the endpoint is not a URL',
    isMeant: hasCode('ERR_INVALID_URL', 'ERR_INVALID_PROTOCOL'),
    advice:
      'Write the endpoint with its scheme, such as http://localhost:4566 (AWS_ENDPOINT_URL, endpoint_url of the profile)',
  },
  {
    name: 'region-missing',
    topic: 'Region',
    sign: '`Region is missing`',
    isMeant: says(/^Region is missing/),
    advice: "Set AWS_REGION to the bucket's Region",
  },
  {
    name: 'bucket-region',
    topic: 'Region',
    sign: '`PermanentRedirect`, `AuthorizationHeaderMalformed`, `HTTP 301`: the bucket is in another Region',
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
    sign: '`RequestTimeTooSkewed`, `RequestExpired`, `Signature expired`, `Signature not yet current`',
    isMeant: either(
      hasCode('RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture'),
      says(/signature (expired|not yet current)/i),
    ),
    advice: 'Set the clock of this machine right',
  },
  {
    name: 'token-character',
    topic: 'Credentials',
    sign: '`ERR_INVALID_CHAR`: a newline or the like in a header',
    isMeant: hasCode('ERR_INVALID_CHAR'),
    advice:
      'A key or the session token (AWS_SESSION_TOKEN, aws_session_token of the profile) holds a character that no ' +
      'header takes, such as a newline: copy it again',
  },
  // The three profiles stand before no-credentials: all four are errors of a provider.
  {
    name: 'second-factor',
    topic: 'Credentials',
    sign: 'a profile with `mfa_serial`: `requires multi-factor authentication`',
    isMeant: both(ofProvider, says(/multi-factor authentication|\bMFA\b/)),
    advice:
      'Nobody is asked for a code here. Get a session with it first: ' +
      'eval "$(aws configure export-credentials --profile NAME --format env)", and unset AWS_PROFILE',
  },
  {
    name: 'sign-in',
    topic: 'Credentials',
    sign: 'a profile of IAM Identity Center: its session has ended, or there is none',
    isMeant: both(ofProvider, says(/\bSSO\b|\btoken (is|has) expired|sso login/i)),
    advice: 'Sign in again: aws sso login --profile NAME',
  },
  {
    name: 'credential-process',
    topic: 'Credentials',
    sign: 'a profile with `credential_process`: `Command failed`, or what it prints cannot be used',
    isMeant: both(ofProvider, says(/^Command failed|credential_process/)),
    advice: 'Run the command of credential_process by itself, and see what it says',
  },
  {
    name: 'no-credentials',
    topic: 'Credentials',
    sign: '`CredentialsProviderError`, `MissingAuthenticationToken`: there are none',
    isMeant: either(ofProvider, hasCode('MissingAuthenticationToken', 'MissingAuthenticationTokenException')),
    advice:
      'Give the SDK credentials that work: set AWS_PROFILE, sign in again, or set AWS_ACCESS_KEY_ID and its companions',
  },
  {
    name: 'session-ended',
    topic: 'Credentials',
    sign: '`ExpiredToken`, `ExpiredTokenException`, `TokenRefreshRequired`',
    isMeant: hasCode('ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'),
    advice: 'The session has ended: sign in again, or get a new session token',
  },
  // Before unknown-key, which has the same names: of Image Builder, it may be the Region.
  {
    name: 'region-disabled',
    topic: 'Region',
    sign: '`UnrecognizedClientException`, `InvalidClientTokenId`, `OptInRequired`: the Region does not know the credentials',
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
    sign: '`InvalidAccessKeyId`, `InvalidClientTokenId`, `InvalidToken`: nobody knows the key',
    isMeant: hasCode('InvalidAccessKeyId', 'InvalidClientTokenId', 'InvalidToken', 'UnrecognizedClientException'),
    advice:
      'The access key was deleted or deactivated, its session token is missing or of another key, or it is of another ' +
      'partition than the Region (GovCloud, China): give the credentials anew, and AWS_REGION a Region of theirs',
  },
  {
    name: 'signature',
    topic: 'Credentials',
    sign: '`SignatureDoesNotMatch`, `InvalidSignatureException`, `IncompleteSignature`',
    isMeant: hasCode(
      'IncompleteSignature',
      'IncompleteSignatureException',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
    ),
    advice: 'The secret access key is not that of the access key ID: copy both again',
  },
  // Before the other denials, which know nothing of the two sides of a role.
  {
    name: 'may-not-assume-roles',
    topic: 'Accounts',
    sign: '`sts:AssumeRole`, `no identity-based policy allows`: the collector may not',
    isMeant: both(assumesRole, says(/no identity-based policy allows/)),
    advice: 'Allow the collector’s role (or yours) sts:AssumeRole on the role in that account, with its path',
  },
  {
    name: 'collector-guarded',
    topic: 'Accounts',
    sign: '`sts:AssumeRole`, `service control policy` or `permissions boundary`',
    isMeant: both(assumesRole, says(/service control policy|permissions boundary/)),
    advice:
      'Let the service control policy of the collector’s account, or the boundary of its role, allow sts:AssumeRole',
  },
  {
    name: 'account-guarded',
    topic: 'Accounts',
    sign: '`sts:AssumeRole`, `resource control policy`',
    isMeant: both(assumesRole, says(/resource control policy/)),
    advice: 'Except the collector from the resource control policy of that account, or collect from its organization',
  },
  {
    name: 'role-does-not-trust',
    topic: 'Accounts',
    sign: '`sts:AssumeRole`, `role trust policy`',
    isMeant: both(assumesRole, says(/role trust policy/)),
    advice:
      'Let the trust policy of the role in that account name the collector’s role; if it asks for an external ID, give ' +
      'the same one (EXTERNAL_ID, --external-id)',
  },
  {
    name: 'role-refused',
    topic: 'Accounts',
    sign: '`sts:AssumeRole`, and no word on why',
    isMeant: assumesRole,
    advice:
      'Either there is no such role in that account (deleted, or with another path), or its trust policy names another ' +
      'collector or external ID, or the account is suspended or closed',
  },
  {
    name: 'no-organization',
    topic: 'Accounts',
    sign: '`AWSOrganizationsNotInUseException`',
    isMeant: hasCode('AWSOrganizationsNotInUseException'),
    advice: 'The account is in no organization: name the accounts instead',
  },
  {
    name: 'no-such-unit',
    topic: 'Accounts',
    sign: '`ParentNotFoundException`',
    isMeant: hasCode('ParentNotFoundException'),
    advice: 'There is no such organizational unit (any more): correct the list of units',
  },
  {
    name: 'may-not-list-organization',
    topic: 'Accounts',
    sign: '`AccessDeniedException` where the organization is listed',
    isMeant: both(isDenied, isFor('organization')),
    advice:
      'Only the management account and a delegated administrator may list it: allow organizations:ListAccounts there, ' +
      'and collect from there or name a role of theirs (ORGANIZATION_ROLE, --organization-role)',
  },
  // The denials of policies stand before those of keys and actions: no permission outweighs them.
  {
    name: 'explicit-deny-of-a-put',
    topic: 'Policy',
    sign: '`explicit deny`, of a put',
    isMeant: both(says(/explicit deny/i), isFor('lake-put')),
    advice:
      'A policy denies it, and no permission outweighs that: the message names which kind. Where it wants puts to name ' +
      'their encryption (x-amz-server-side-encryption), say --encryption AES256 or --encryption KEY_ARN to collect, and ' +
      'set encryptionHeader in the configuration of the stack; else ask who keeps that policy',
  },
  {
    name: 'explicit-deny',
    topic: 'Policy',
    sign: '`explicit deny`: a policy denies it',
    isMeant: says(/explicit deny/i),
    advice:
      'A policy denies it, and no permission outweighs that: the message names which kind. Ask who keeps that policy',
  },
  // Before the permissions, since a key that is forbidden is AccessDenied, too: its message speaks of kms.
  {
    name: 'key',
    topic: 'Encryption',
    sign: '`KMS.…`, or a message that speaks of `kms:`',
    isMeant: both(
      either(({ code }) => code.startsWith('KMS.'), says(/\bkms:/i)),
      isFor('lake-read', 'lake-put'),
    ),
    advice: 'The key of the bucket must be enabled, and its policy and yours allow kms:Decrypt and kms:GenerateDataKey',
  },
  {
    name: 'key-of-a-document',
    topic: 'Encryption',
    sign: '`kms:` or `KMS…`, of a workflow',
    isMeant: both(
      either(says(/\bkms:/i), ({ code }) => code.startsWith('KMS')),
      isFor('workflows'),
    ),
    advice:
      'Allow kms:Decrypt of the key that the workflow is encrypted with, in its policy and in yours; in the cloud, name ' +
      'the key in kmsKeyArns',
  },
  {
    name: 'bucket',
    topic: 'Bucket',
    sign: '`NoSuchBucket`',
    isMeant: hasCode('NoSuchBucket'),
    advice: 'Name a bucket that is there, or create it',
  },
  {
    name: 'conditional-writes',
    topic: 'Bucket',
    sign: '`NotImplemented`, `HTTP 501`',
    isMeant: both(hasCode('NotImplemented', 'HTTP 501'), isFor('lake-read', 'lake-put', 'lake-list')),
    advice: 'The store must know conditional writes, as S3 does',
  },
  {
    name: 'may-not-read',
    topic: 'Permission',
    sign: '`AccessDenied` where the lake is read',
    isMeant: both(isDenied, isFor('lake-read')),
    advice:
      "Allow s3:GetObject on the bucket's objects and s3:ListBucket on the bucket: " +
      'without the latter, S3 answers so for a key that is missing',
  },
  {
    name: 'may-not-put',
    topic: 'Permission',
    sign: '`AccessDenied` where the lake is written',
    isMeant: both(isDenied, isFor('lake-put')),
    advice: "Allow s3:PutObject and s3:GetObject on the bucket's objects: a write that replaces a version reads it",
  },
  {
    name: 'may-not-list',
    topic: 'Permission',
    sign: '`AccessDenied` where the lake is listed',
    isMeant: both(isDenied, isFor('lake-list')),
    advice: 'Allow s3:ListBucket on the bucket',
  },
  {
    name: 'may-not-list-regions',
    topic: 'Permission',
    sign: '`AccessDeniedException` where the enabled Regions are listed',
    isMeant: both(isDenied, isFor('regions')),
    advice: 'Allow account:ListRegions, or name the Regions',
  },
  {
    name: 'may-not-read-workflows',
    topic: 'Permission',
    sign: '`AccessDeniedException` of Image Builder',
    isMeant: both(isDenied, isFor('workflows')),
    advice: 'Allow imagebuilder:ListWorkflowBuildVersions and imagebuilder:GetWorkflow, or exclude the Region',
  },
  {
    name: 'busy',
    topic: 'Network',
    sign: 'HTTP 5xx or 429: the service is busy or broken',
    isMeant: isBusy,
    advice: 'It was tried again for as long as is allowed: run it again later',
  },
  {
    name: 'denied-without-a-name',
    topic: 'Permission',
    sign: '`HTTP 403` without an error code of S3',
    isMeant: both(hasCode('HTTP 403'), isFor('lake-read', 'lake-put', 'lake-list')),
    advice:
      'Something else than S3 may have answered: check the endpoint (AWS_ENDPOINT_URL), the proxy and the firewall. If it ' +
      "was S3, allow s3:GetObject, s3:PutObject on the bucket's objects and s3:ListBucket on the bucket",
  },
  // Behind the lines that know more of an answer without a name, from HTTP 407 to HTTP 403 of S3.
  {
    name: 'not-aws',
    topic: 'Endpoint',
    sign: '`HTTP 403` and the like without an error code of AWS, or an answer that is none of AWS',
    isMeant: either(({ code }) => /^HTTP 4\d\d$/.test(code), hasCode('UnusableAnswer')),
    advice:
      'Something else than AWS may have answered: check the endpoint (AWS_ENDPOINT_URL), the proxy and the firewall',
  },
  {
    name: 'disk-full',
    topic: 'Machine',
    sign: '`ENOSPC`, `EDQUOT`',
    isMeant: hasCode('EDQUOT', 'ENOSPC'),
    advice:
      'The disk is full: make room where temporary files are (TMPDIR) and where the lake is. In the cloud, raise ' +
      'ephemeralStorageMiB',
  },
  {
    name: 'disk-permission',
    topic: 'Machine',
    sign: '`EACCES`, `EPERM`, `EROFS` of a file',
    isMeant: hasCode('EACCES', 'EPERM', 'EROFS'),
    advice: 'Let this user write where temporary files are (TMPDIR) and where the lake is',
  },
  {
    name: 'descriptors',
    topic: 'Machine',
    sign: '`EMFILE`, `ENFILE`: too many open files and connections',
    isMeant: hasCode('EMFILE', 'ENFILE'),
    advice: 'Raise the number of files that may be open (ulimit -n 4096)',
  },
] as const satisfies readonly AdviceLine[];

export type AdviceName = (typeof ADVICE)[number]['name'];
