import { isRecord } from './answer-value';

/**
 * When the service wants to be asked again, in milliseconds since 1970: its Retry-After header, seconds or a date.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export const retryAfter = (error: unknown, now: number): number | undefined => {
  const response = isRecord(error) ? error['$response'] : undefined;
  const headers = isRecord(response) ? response['headers'] : undefined;
  const text = isRecord(headers) ? headers['retry-after'] : undefined;
  if (typeof text !== 'string') return undefined;
  const time = /^\d{1,9}$/.test(text) ? now + Number(text) * 1000 : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
};

/** Whether the call failed because this machine's clock is wrong, and the SDK has now taken the service's. */
export const isClockCorrected = (error: unknown): boolean => {
  const metadata = isRecord(error) ? error['$metadata'] : undefined;
  return isRecord(metadata) && metadata['clockSkewCorrected'] === true;
};
