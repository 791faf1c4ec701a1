import { isJsonObject } from '../contract/json-object';

/** A header of the answer that an error of the SDK came from. */
export const headerOf = (error: unknown, name: string): string | undefined => {
  const response = isJsonObject(error) ? error['$response'] : undefined;
  const headers = isJsonObject(response) ? response['headers'] : undefined;
  const value = isJsonObject(headers) ? headers[name] : undefined;
  return typeof value === 'string' ? value : undefined;
};

/**
 * For how long the service does not want to be asked again, in milliseconds: its Retry-After header, seconds or a date.
 *
 * @param now milliseconds since 1970
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export const retryAfter = (error: unknown, now: number): number | undefined => {
  const text = headerOf(error, 'retry-after');
  if (text === undefined) return undefined;
  const milliseconds = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
};

/** Whether the call failed because this machine's clock is wrong, and the SDK has now taken the service's. */
export const isClockCorrected = (error: unknown): boolean => {
  const metadata = isJsonObject(error) ? error['$metadata'] : undefined;
  return isJsonObject(metadata) && metadata['clockSkewCorrected'] === true;
};
