import { faultOf, type ServiceFault } from '../../sdk/service-fault';
import { ReadError, type ReadFailure } from '../image-builder';

const OF_JAVASCRIPT = new Set(['RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError']);

const THROTTLING = new Set([
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
]);

/** What credentials get in a Region that the account has not enabled; in every Region, if they are bad. */
const DISABLED_REGION = new Set([
  'InvalidClientTokenId',
  'OptInRequired',
  'RegionDisabledException',
  'UnrecognizedClientException',
]);

/** Denials that some services send with another status than 403. */
const DENIED = new Set([
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
]);

/**
 * Why a call failed: by HTTP status first, by name second. AWS gives one condition several names, and an SDK knows some.
 * https://docs.aws.amazon.com/imagebuilder/latest/APIReference/CommonErrors.html
 */
export const toReadError = (error: unknown): ReadError => {
  if (error instanceof ReadError) return error;
  const fault = faultOf(error);
  return new ReadError(reasonOf(fault), fault.code, fault.message);
};

const reasonOf = (fault: ServiceFault): ReadFailure => {
  const { status } = fault;
  if (status === undefined) return reasonWithoutAnswer(fault);
  if (status === 429 || ((status === 400 || status === 503) && THROTTLING.has(fault.name))) return 'throttled';
  if (status >= 500 || status === 408) return 'unavailable';
  if (status < 400) return 'invalid_response';
  if (DISABLED_REGION.has(fault.name)) return 'region_disabled';
  if (status === 401 || status === 403 || DENIED.has(fault.name)) return 'denied';
  if (status === 404 && fault.name === 'ResourceNotFoundException') return 'not_found';
  if (status === 400 && fault.name === 'InvalidPaginationTokenException') return 'invalid_token';
  if (status === 400 && fault.name === 'InvalidRequestException') return 'invalid_request';
  return 'invalid_response';
};

/**
 * EAI_AGAIN is a resolver that does not answer for now: it says nothing about the name, so the service is unavailable.
 * Only ENOTFOUND says that the Region has no endpoint, or a setting that names none that can be used. A character that no
 * header takes is one of the credentials.
 */
const reasonWithoutAnswer = ({ name, systemCode }: ServiceFault): ReadFailure => {
  if (name === 'AbortError') return 'timed_out';
  if (systemCode === 'ENOTFOUND' || name === 'SettingsError') return 'no_endpoint';
  if (systemCode?.startsWith('HPE_') === true) return 'invalid_response';
  if (systemCode === 'ERR_INVALID_CHAR') return 'denied';
  // Of the SDK itself, about what it was given or what it got: it goes no better a second later.
  if (systemCode === undefined && OF_JAVASCRIPT.has(name)) return 'invalid_response';
  if (name.endsWith('ProviderError')) return 'denied';
  return 'unavailable';
};
