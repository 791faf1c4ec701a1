import { describe, expect, it } from '@jest/globals';
import { toReadError } from '../../../lambda/source/aws/read-error-of';
import { ReadError } from '../../../lambda/source/image-builder';

const serviceError = (name: string, httpStatusCode: number, message: unknown = 'because'): Error =>
  Object.assign(new Error(), { name, message, $metadata: { httpStatusCode } });

const systemError = (code: string): Error => Object.assign(new Error(`connect ${code} 192.0.2.1:443`), { code });

describe('the reason of a failure', () => {
  it.each([
    ['CallRateLimitExceededException', 429, 'throttled'],
    ['TooManyRequestsException', 429, 'throttled'],
    ['AccessDeniedException', 429, 'throttled'],
    ['Unknown', 429, 'throttled'],
    ['ThrottlingException', 400, 'throttled'],
    ['RequestLimitExceeded', 503, 'throttled'],
    ['ServiceException', 500, 'unavailable'],
    ['InternalFailure', 500, 'unavailable'],
    ['ServiceUnavailableException', 503, 'unavailable'],
    ['Unknown', 504, 'unavailable'],
    ['ThrottlingException', 500, 'unavailable'],
    ['AccessDeniedException', 503, 'unavailable'],
    ['RequestTimeout', 408, 'unavailable'],
    ['ForbiddenException', 403, 'denied'],
    ['AccessDeniedException', 403, 'denied'],
    ['AccessDeniedException', 400, 'denied'],
    ['ExpiredTokenException', 403, 'denied'],
    ['ExpiredTokenException', 400, 'denied'],
    ['Unknown', 403, 'denied'],
    ['ResourceNotFoundException', 403, 'denied'],
    ['UnrecognizedClientException', 403, 'region_disabled'],
    ['UnrecognizedClientException', 400, 'region_disabled'],
    ['InvalidClientTokenId', 403, 'region_disabled'],
    ['OptInRequired', 403, 'region_disabled'],
    ['ResourceNotFoundException', 404, 'not_found'],
    ['ResourceNotFoundException', 400, 'invalid_response'],
    ['Unknown', 404, 'invalid_response'],
    ['InvalidPaginationTokenException', 400, 'invalid_token'],
    ['InvalidRequestException', 400, 'invalid_request'],
    ['ClientException', 400, 'invalid_response'],
    ['SomethingNew', 418, 'invalid_response'],
    ['SyntaxError', 200, 'invalid_response'],
    ['Unknown', 302, 'invalid_response'],
  ])('%s with HTTP %d is %s', (name, status, reason) => {
    expect(toReadError(serviceError(name, status)).reason).toBe(reason);
  });

  it.each([
    'BandwidthLimitExceeded',
    'CallRateLimitExceededException',
    'EC2ThrottledException',
    'LimitExceededException',
    'PriorRequestNotComplete',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'RequestThrottled',
    'RequestThrottledException',
    'SlowDown',
    'ThrottledException',
    'Throttling',
    'ThrottlingException',
    'TooManyRequestsException',
    'TransactionInProgressException',
  ])('is throttling, by each of its names and not only by HTTP 429: %s', (name) => {
    const reasons = [400, 503, 403, 500].map((status) => toReadError(serviceError(name, status)).reason);
    expect(reasons).toEqual(['throttled', 'throttled', 'denied', 'unavailable']);
  });

  it.each(['InvalidClientTokenId', 'OptInRequired', 'RegionDisabledException', 'UnrecognizedClientException'])(
    'is a Region that is not enabled, by each of its names: %s',
    (name) => {
      const reasons = [400, 401, 403, 500].map((status) => toReadError(serviceError(name, status)).reason);
      expect(reasons).toEqual(['region_disabled', 'region_disabled', 'region_disabled', 'unavailable']);
    },
  );

  it.each([
    'AccessDenied',
    'AccessDeniedException',
    'ExpiredToken',
    'ExpiredTokenException',
    'ForbiddenException',
    'IncompleteSignature',
    'InvalidSignatureException',
    'MissingAuthenticationToken',
    'RequestExpired',
    'SignatureDoesNotMatch',
  ])('is a denial, by each of its names and not only by HTTP 403: %s', (name) => {
    const reasons = [400, 401, 404, 302].map((status) => toReadError(serviceError(name, status)).reason);
    expect(reasons).toEqual(['denied', 'denied', 'denied', 'invalid_response']);
  });

  it.each([
    [299, 'invalid_response'],
    [399, 'invalid_response'],
    [400, 'invalid_response'],
    [401, 'denied'],
    [402, 'invalid_response'],
    [403, 'denied'],
    [404, 'invalid_response'],
    [408, 'unavailable'],
    [429, 'throttled'],
    [499, 'invalid_response'],
    [500, 'unavailable'],
  ])('is found by the status alone where the name says nothing: HTTP %d is %s', (status, reason) => {
    expect(toReadError(serviceError('SomethingNew', status)).reason).toBe(reason);
  });

  it.each([
    ['InvalidPaginationTokenException', 404],
    ['InvalidRequestException', 404],
    ['ResourceNotFoundException', 400],
  ])(
    'is none that the collector acts upon, where status and name do not belong together: %s with HTTP %d',
    (name, status) => {
      expect(toReadError(serviceError(name, status)).reason).toBe('invalid_response');
    },
  );

  it.each([
    ['AbortError', undefined, 'timed_out'],
    ['SettingsError', undefined, 'no_endpoint'],
    ['TokenProviderError', undefined, 'denied'],
    ['ProviderErrorOfAnotherKind', undefined, 'unavailable'],
    ['TypeError', 'ECONNRESET', 'unavailable'],
    ['Error', 'XHPE_INVALID', 'unavailable'],
  ])('is found by the name of an error without an answer: %s (%s) is %s', (name, code, reason) => {
    expect(toReadError(Object.assign(new Error('broke'), { name, code })).reason).toBe(reason);
  });

  it.each([
    ['ENOTFOUND', 'no_endpoint'],
    ['EAI_AGAIN', 'unavailable'],
    ['ECONNREFUSED', 'unavailable'],
    ['ECONNRESET', 'unavailable'],
    ['ETIMEDOUT', 'unavailable'],
    ['EHOSTUNREACH', 'unavailable'],
    ['CERT_HAS_EXPIRED', 'unavailable'],
    ['HPE_INVALID_CONSTANT', 'invalid_response'],
  ])('%s is %s', (code, reason) => {
    expect(toReadError(systemError(code))).toMatchObject({ reason, code });
  });

  it('is a denial where there are no credentials', () => {
    const error = Object.assign(new Error('Could not load credentials'), { name: 'CredentialsProviderError' });
    expect(toReadError(error)).toMatchObject({ reason: 'denied', code: 'CredentialsProviderError' });
  });

  it('is a denial where a key or a token cannot be sent', () => {
    expect(toReadError(systemError('ERR_INVALID_CHAR')).reason).toBe('denied');
  });

  it.each(['RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'])(
    'is an invalid response where the SDK cannot go on: %s',
    (name) => {
      expect(toReadError(Object.assign(new Error('malformed'), { name })).reason).toBe('invalid_response');
    },
  );

  it('stays what it is', () => {
    const error = new ReadError('denied', 'AccessDenied', 'no');
    expect(toReadError(error)).toBe(error);
  });

  it.each([['text'], [undefined], [null], [{}]])('is found for anything that may be thrown, such as %p', (thrown) => {
    expect(toReadError(thrown)).toBeInstanceOf(ReadError);
  });
});

describe('the message of a failure', () => {
  it('of our own that quotes AWS is one short line as well', () => {
    const { message } = new ReadError(
      'invalid_response',
      'MixedPartitions',
      `ARNs of \u001b[31m\n${'x'.repeat(2 ** 25)}`,
    );
    expect(message).toMatch(/^ARNs of {2}\[31m x+$/);
    expect(message).toHaveLength(500);
  });

  const messageOf = (message: unknown, name = 'AccessDeniedException'): string =>
    toReadError(serviceError(name, 403, message)).message;

  it('is what the service said, with its code', () => {
    expect(toReadError(serviceError('AccessDeniedException', 403, 'not allowed'))).toMatchObject({
      code: 'AccessDeniedException',
      message: 'not allowed',
    });
  });

  it('is one line without control characters', () => {
    expect(messageOf('a\r\nb\u0000c\u001b[31md\u2028e\u0085f')).toBe('a b c [31md e f');
  });

  it('is short, and well-formed where it is cut', () => {
    const message = messageOf(`${'x'.repeat(499)}😀 and more`);
    expect(message).toHaveLength(500);
    expect(message.isWellFormed()).toBe(true);
  });

  it('says so where the service said nothing', () => {
    expect(toReadError(serviceError('Unknown', 503, 'UnknownError'))).toMatchObject({
      code: 'HTTP 503',
      message: 'the service answered HTTP 503 without saying why',
    });
    expect(messageOf({ nested: true })).toBe('the service answered HTTP 403 without saying why');
  });

  it('never quotes an answer that could not be parsed', () => {
    let syntaxError: unknown;
    try {
      JSON.parse('secret: hunter2');
    } catch (error) {
      syntaxError = error;
    }
    for (const httpStatusCode of [undefined, 200, 403, 503]) {
      const error = toReadError(Object.assign(syntaxError as Error, { $metadata: { httpStatusCode } }));
      expect(`${error.code} ${error.message} ${error.cause}`).not.toMatch(/secret|hunter2|Unexpected/);
    }
  });

  it('keeps nothing of the answer that the SDK hangs on its errors', () => {
    const error = Object.assign(serviceError('ClientException', 400), { $response: { body: 'secret' } });
    expect(JSON.stringify(toReadError(error), Object.getOwnPropertyNames(ReadError))).not.toContain('secret');
    expect(toReadError(error).cause).toBeUndefined();
  });

  it('takes no code for a name that is not one', () => {
    expect(toReadError(serviceError('<script>\n', 400)).code).toBe('HTTP 400');
  });
});
