import { describe, expect, it } from '@jest/globals';
import { adviceFor, type CallPurpose, findAdvice, withAdvice } from '../../lambda/sdk/advice';
import { ADVICE, type AdviceName } from '../../lambda/sdk/advice-table';
import { faultOf } from '../../lambda/sdk/service-fault';

interface Example {
  /** As the SDK, or Node, throws it. */
  readonly error: unknown;
  readonly purpose?: CallPurpose;
}

const answered = (name: string, status: number, message = 'what the service said'): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });

const system = (code: string, message = `connect ${code}`): Error => Object.assign(new Error(message), { code });

const provider = (message: string): Error => Object.assign(new Error(message), { name: 'CredentialsProviderError' });

const denied = answered('AccessDenied', 403, 'not authorized, because no identity-based policy allows it');
const deniedByPolicy = answered(
  'AccessDenied',
  403,
  'not authorized with an explicit deny in a service control policy',
);

/** What STS says where a role cannot be assumed; newer texts end in the reason. */
const notAssumed = (reason: string) =>
  answered(
    'AccessDenied',
    403,
    `User: arn:aws:sts::111122223333:assumed-role/lake/run is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/lake/member${reason}`,
  );

/** What Image Builder says to the member role, whose account has policies of its organization. */
const notListed = (reason: string) =>
  answered(
    'AccessDeniedException',
    403,
    `User: arn:aws:sts::444455556666:assumed-role/member/run is not authorized to perform: imagebuilder:ListWorkflows${reason}`,
  );

/** Errors as they were seen, or as AWS documents them. The compiler wants one for each line of the table. */
const EXAMPLES: Readonly<Record<AdviceName, readonly [Example, ...Example[]]>> = {
  'proxy-password': [{ error: system('ProxyPassword') }, { error: answered('Unknown', 407) }],
  'proxy-refusal': [{ error: system('ProxyRefusal') }],
  'proxy-silence': [{ error: system('ProxySilence') }],
  'certificate-authority': [
    { error: system('SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain') },
    { error: system('UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate') },
  ],
  'certificate-time': [{ error: system('CERT_HAS_EXPIRED', 'certificate has expired') }],
  'certificate-name': [{ error: system('ERR_TLS_CERT_ALTNAME_INVALID', "Hostname/IP does not match certificate's") }],
  'no-tls': [{ error: system('EPROTO') }, { error: system('ERR_SSL_PACKET_LENGTH_TOO_LONG') }],
  'host-name': [{ error: system('ENOTFOUND', 'getaddrinfo ENOTFOUND sts.eu-moon-1.amazonaws.com') }],
  resolver: [{ error: system('EAI_AGAIN', 'getaddrinfo EAI_AGAIN sts.eu-west-1.amazonaws.com') }],
  network: [
    { error: system('ECONNREFUSED') },
    { error: Object.assign(new Error('no connection'), { name: 'TimeoutError' }) },
  ],
  endpoint: [{ error: system('ERR_INVALID_URL', 'Invalid URL') }],
  'region-missing': [{ error: new Error('Region is missing') }],
  'bucket-region': [
    { error: answered('PermanentRedirect', 301), purpose: 'lake-read' },
    { error: answered('TemporaryRedirect', 307), purpose: 'lake-put' },
    { error: answered('AuthorizationHeaderMalformed', 400), purpose: 'lake-read' },
    { error: answered('IllegalLocationConstraintException', 400), purpose: 'lake-put' },
    { error: answered('Unknown', 301), purpose: 'lake-list' },
    { error: answered('Unknown', 307), purpose: 'lake-put' },
  ],
  clock: [
    { error: answered('RequestTimeTooSkewed', 403), purpose: 'lake-put' },
    { error: answered('InvalidSignatureException', 403, 'Signature expired: 20261122T060000Z is now earlier than') },
    { error: answered('SignatureDoesNotMatch', 403, 'Signature not yet current: 20261123T060000Z is still later') },
  ],
  'token-character': [{ error: system('ERR_INVALID_CHAR', 'Invalid character in header content') }],
  'second-factor': [
    { error: provider('Profile x requires multi-factor authentication, but no MFA code callback was provided.') },
  ],
  'sign-in': [
    { error: provider('The SSO session associated with this profile has expired. To refresh this SSO session run') },
    { error: Object.assign(new Error('Token is expired. To refresh'), { name: 'TokenProviderError' }) },
  ],
  'credential-process': [{ error: provider('Command failed: /usr/bin/false') }],
  'no-credentials': [
    { error: provider('Could not load credentials from any providers') },
    { error: answered('MissingAuthenticationToken', 403), purpose: 'account' },
  ],
  'session-ended': [
    { error: answered('ExpiredToken', 400), purpose: 'lake-read' },
    { error: answered('TokenRefreshRequired', 400), purpose: 'lake-read' },
    { error: answered('ExpiredTokenException', 403), purpose: 'workflows' },
  ],
  'region-disabled': [
    { error: answered('UnrecognizedClientException', 403), purpose: 'workflows' },
    { error: answered('InvalidClientTokenId', 403), purpose: 'workflows' },
  ],
  'unknown-key': [
    { error: answered('InvalidAccessKeyId', 403), purpose: 'lake-read' },
    { error: answered('InvalidToken', 400), purpose: 'lake-put' },
    { error: answered('InvalidClientTokenId', 403), purpose: 'account' },
  ],
  signature: [{ error: answered('SignatureDoesNotMatch', 403, 'The request signature we calculated does not match') }],
  key: [
    { error: answered('KMS.DisabledException', 400), purpose: 'lake-put' },
    { error: answered('AccessDenied', 403, 'not authorized to perform: kms:GenerateDataKey'), purpose: 'lake-put' },
  ],
  'key-of-a-document': [
    { error: answered('AccessDeniedException', 403, 'not authorized to perform: kms:Decrypt'), purpose: 'workflows' },
    { error: answered('KMSAccessDeniedException', 400), purpose: 'workflows' },
  ],
  'may-not-assume-roles': [{ error: notAssumed(' because no identity-based policy allows the sts:AssumeRole action') }],
  'collector-guarded': [
    { error: notAssumed(' with an explicit deny in a service control policy') },
    { error: notAssumed(' because no permissions boundary allows the sts:AssumeRole action') },
  ],
  'account-guarded': [{ error: notAssumed(' with an explicit deny in a resource control policy') }],
  'role-does-not-trust': [
    { error: notAssumed(' because no role trust policy allows the sts:AssumeRole action') },
    { error: notAssumed(' with an explicit deny in the role trust policy') },
    { error: notAssumed(' because no resource-based policy allows the sts:AssumeRole action') },
  ],
  'role-refused': [{ error: notAssumed('') }, { error: notAssumed(''), purpose: 'workflows' }],
  'no-organization': [{ error: answered('AWSOrganizationsNotInUseException', 400), purpose: 'organization' }],
  'no-such-unit': [{ error: answered('ParentNotFoundException', 400), purpose: 'organization' }],
  'may-not-list-organization': [{ error: answered('AccessDeniedException', 400), purpose: 'organization' }],
  'explicit-deny-of-a-put': [{ error: deniedByPolicy, purpose: 'lake-put' }],
  'outweighing-policy': [
    { error: deniedByPolicy, purpose: 'lake-read' },
    { error: deniedByPolicy, purpose: 'regions' },
    { error: deniedByPolicy, purpose: 'workflows' },
    { error: deniedByPolicy, purpose: 'organization' },
    {
      error: notListed(' because no service control policy allows the imagebuilder:ListWorkflows action'),
      purpose: 'workflows',
    },
    {
      error: notListed(' because no permissions boundary allows the imagebuilder:ListWorkflows action'),
      purpose: 'workflows',
    },
    { error: notAssumed(' with an explicit deny in an identity-based policy') },
    { error: notAssumed(' because no session policy allows the sts:AssumeRole action') },
    { error: notAssumed(' because no VPC endpoint policy allows the sts:AssumeRole action') },
  ],
  bucket: [{ error: answered('NoSuchBucket', 404), purpose: 'lake-read' }],
  'conditional-writes': [
    { error: answered('NotImplemented', 501), purpose: 'lake-put' },
    { error: answered('Unknown', 501), purpose: 'lake-put' },
  ],
  'may-not-read': [{ error: denied, purpose: 'lake-read' }],
  'may-not-put': [{ error: denied, purpose: 'lake-put' }],
  'may-not-list': [{ error: denied, purpose: 'lake-list' }],
  'may-not-list-regions': [
    { error: denied, purpose: 'regions' },
    { error: answered('AccessDeniedException', 403, 'not authorized to perform: account:ListRegions') },
  ],
  'may-not-read-workflows': [{ error: answered('ForbiddenException', 403), purpose: 'workflows' }],
  'denied-without-a-name': [
    { error: answered('Unknown', 403), purpose: 'lake-read' },
    { error: answered('UnknownError', 403), purpose: 'lake-put' },
  ],
  'not-aws': [
    { error: answered('Unknown', 403), purpose: 'workflows' },
    { error: answered('Unknown', 404), purpose: 'lake-read' },
    { error: answered('SyntaxError', 200) },
  ],
  busy: [
    { error: answered('InternalError', 500), purpose: 'lake-put' },
    { error: answered('SlowDown', 503) },
    { error: answered('Unknown', 429), purpose: 'lake-read' },
  ],
  'disk-full': [{ error: system('ENOSPC', 'ENOSPC: no space left on device, write') }],
  'disk-permission': [{ error: system('EACCES', "EACCES: permission denied, open '/lake'") }],
  descriptors: [{ error: system('EMFILE', 'EMFILE: too many open files') }],
};

/** Every code that a line of the table names. */
const CODES: Readonly<Partial<Record<AdviceName, readonly string[]>>> = {
  'proxy-password': ['ProxyPassword', 'HTTP 407'],
  'certificate-authority': [
    'CERT_UNTRUSTED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ],
  'certificate-time': ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
  network: [
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
  ],
  endpoint: ['ERR_INVALID_URL', 'ERR_INVALID_PROTOCOL'],
  'bucket-region': [
    'AuthorizationHeaderMalformed',
    'IllegalLocationConstraintException',
    'PermanentRedirect',
    'TemporaryRedirect',
    'HTTP 301',
    'HTTP 307',
  ],
  clock: ['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture'],
  'no-credentials': ['MissingAuthenticationToken', 'MissingAuthenticationTokenException'],
  'session-ended': ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'],
  'region-disabled': [
    'InvalidClientTokenId',
    'OptInRequired',
    'RegionDisabledException',
    'UnrecognizedClientException',
  ],
  'unknown-key': ['InvalidAccessKeyId', 'InvalidClientTokenId', 'InvalidToken', 'UnrecognizedClientException'],
  signature: [
    'IncompleteSignature',
    'IncompleteSignatureException',
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
  ],
  'conditional-writes': ['NotImplemented', 'HTTP 501'],
  'may-not-read': ['AccessDenied', 'AccessDeniedException', 'ForbiddenException', 'UnauthorizedOperation'],
  'disk-full': ['EDQUOT', 'ENOSPC'],
  'disk-permission': ['EACCES', 'EPERM', 'EROFS'],
  descriptors: ['EMFILE', 'ENFILE'],
};

/** What the call was for, where the codes alone do not say which line is meant. */
const PURPOSES: Readonly<Record<string, CallPurpose>> = {
  'bucket-region': 'lake-read',
  'region-disabled': 'workflows',
  'conditional-writes': 'lake-list',
  'may-not-read': 'lake-read',
};

const callOf = ({ error, purpose }: Example) => ({ ...faultOf(error), purpose });

describe('the advice for an error', () => {
  it.each(ADVICE.map(({ name }) => name))('is found by examples of it: %s', (name) => {
    for (const example of EXAMPLES[name]) expect(findAdvice(callOf(example))?.name).toBe(name);
  });

  it.each(Object.entries(CODES))('is found by each code of its line: %s', (name, codes) => {
    for (const code of codes)
      expect([code, findAdvice({ code, message: '', purpose: PURPOSES[name] })?.name]).toEqual([code, name]);
  });

  it.each([
    ['HTTP 500', undefined, 'busy'],
    ['HTTP 599', undefined, 'busy'],
    ['HTTP 429', undefined, 'busy'],
    ['InternalError', 500, 'busy'],
    ['InternalError', 499, undefined],
    ['HTTP 499', undefined, 'not-aws'],
    ['HTTP 5000', undefined, undefined],
    ['HTTP 4000', undefined, undefined],
    ['XHTTP 500', undefined, undefined],
    ['XHTTP 400', undefined, undefined],
    ['KMSInternalException', undefined, 'key-of-a-document'],
    ['XKMS', undefined, undefined],
    ['XERR_SSL_', undefined, undefined],
    ['ProviderErrorX', undefined, undefined],
  ] as const)(
    'knows a status, a beginning and an end from what only holds them: %s (%s) is %s',
    (code, status, name) => {
      expect(findAdvice({ code, message: '', status, purpose: 'workflows' })?.name).toBe(name);
    },
  );

  it.each([
    ['Region is missing', 'region-missing'],
    ['the Region is missing', undefined],
    ['Signature not yet current: 1', 'clock'],
    ['CommandFailed', undefined],
  ])('is found by words of the message, where they stand: %s is %s', (message, name) => {
    expect(findAdvice({ code: 'UnknownError', message })?.name).toBe(name);
  });

  it.each([
    ['Profile x needs an MFA code', 'second-factor'],
    ['a multi-factor authentication is needed', 'second-factor'],
    ['NOMFA', 'no-credentials'],
    ['The SSO session has ended', 'sign-in'],
    ['Token has expired', 'sign-in'],
    ['the token is expired', 'sign-in'],
    ['run sso login', 'sign-in'],
    ['Command failed: x', 'credential-process'],
    ['the output of credential_process is no JSON', 'credential-process'],
    ['No Command failed', 'no-credentials'],
  ])('of what gives credentials is found by what it says: %s is %s', (message, name) => {
    expect(findAdvice({ code: 'CredentialsProviderError', message })?.name).toBe(name);
    expect(findAdvice({ code: 'SomethingNew', message })).toBeUndefined();
  });

  it('has one line for each name', () => {
    expect(new Set(ADVICE.map(({ name }) => name)).size).toBe(ADVICE.length);
  });

  it('of a refusal of S3 without a name thinks of a missing permission, and of something else than S3', () => {
    for (const purpose of ['lake-read', 'lake-put', 'lake-list'] as const) {
      const advice = adviceFor({ code: 'HTTP 403', message: '', status: 403, purpose });
      expect(advice).toMatch(
        /Something else than S3 may have answered: .*\. If it was S3, allow s3:GetObject, s3:PutObject/,
      );
    }
  });

  it('of a target is the same from its coverage row, which holds no status', () => {
    for (const status of [403, 429, 503]) {
      const { code, message } = faultOf(answered('Unknown', status));
      const byStatus = findAdvice({ code, message, status, purpose: 'workflows' });
      expect(findAdvice({ code, message, purpose: 'workflows' })).toBe(byStatus);
    }
  });

  it.each(['constructor', '__proto__', 'toString', 'InvalidObjectState', 'SomethingNew'])(
    'is none where the cause is not known: %s',
    (code) => {
      expect(adviceFor({ code, message: 'what the service said', status: 400, purpose: 'lake-read' })).toBeUndefined();
    },
  );

  it('never blames the credentials for the network', () => {
    const network = ADVICE.filter(({ topic }) => ['Network', 'Proxy', 'TLS', 'Endpoint'].includes(topic));
    for (const { advice } of network) expect(advice).not.toMatch(/credential|sign in/i);
  });

  it('follows what is wrong, as a sentence of its own', () => {
    expect(withAdvice('the disk said so.', { code: 'NoSuchBucket', message: '' })).toBe(
      'the disk said so. Name a bucket that is there, or create it',
    );
    expect(withAdvice('nobody knows why', { code: 'constructor', message: '' })).toBe('nobody knows why');
  });
});
