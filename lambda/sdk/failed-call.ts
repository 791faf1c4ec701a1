/** What a call was for, which decides what is missing where it is refused. */
export type CallPurpose = 'lake-read' | 'lake-put' | 'lake-list' | 'account' | 'organization' | 'regions' | 'workflows';

/** What is known of a call, or of a step on this machine, that failed. */
export interface FailedCall {
  /** As AWS, Node or the SDK spells it: AccessDenied, ECONNREFUSED, HTTP 403. */
  readonly code: string;
  readonly message: string;
  /** The HTTP status, if there was an answer. */
  readonly status?: number | undefined;
  readonly purpose?: CallPurpose | undefined;
}

/** What a connection fails with. Other codes are of files, certificates and names, which are no better a second later. */
export const CONNECTION_CODES: ReadonlySet<string> = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
]);

type Test = (call: FailedCall) => boolean;

export const hasCode = (...codes: readonly string[]): Test => {
  const set = new Set(codes);
  return ({ code }) => set.has(code);
};

export const says =
  (words: RegExp): Test =>
  ({ message }) =>
    words.test(message);

export const isFor =
  (...purposes: readonly CallPurpose[]): Test =>
  ({ purpose }) =>
    purpose !== undefined && purposes.includes(purpose);

export const both =
  (first: Test, second: Test): Test =>
  (call) =>
    first(call) && second(call);

export const either =
  (...tests: readonly Test[]): Test =>
  (call) =>
    tests.some((test) => test(call));

/** Whether what gives the SDK credentials has failed, before any call. */
export const ofProvider: Test = ({ code }) => code.endsWith('ProviderError');

export const isDenied = hasCode('AccessDenied', 'AccessDeniedException', 'ForbiddenException', 'UnauthorizedOperation');

/** A coverage row holds no status, but names it in the code of an answer without a name. */
export const isBusy: Test = ({ code, status = 0 }) =>
  /^HTTP (5\d\d|429)$/.test(code) || status === 429 || status >= 500;
