import { describe, expect, it } from '@jest/globals';
import { headerOf, isClockCorrected, retryAfter } from '../../lambda/sdk/error-answer';

const NOW = Date.UTC(2026, 10, 22, 6, 0, 0);

const withHeaders = (headers: unknown): unknown => ({ $response: { headers } });

describe('a header of the answer that an error came from', () => {
  it('is given as it was sent', () => {
    expect(headerOf(withHeaders({ 'x-amz-bucket-region': 'us-west-2' }), 'x-amz-bucket-region')).toBe('us-west-2');
  });

  it.each([
    ['another', withHeaders({ 'x-other': 'us-west-2' })],
    ['a number', withHeaders({ 'x-amz-bucket-region': 7 })],
    ['no headers', withHeaders(undefined)],
    ['no answer', {}],
    ['an answer that is none', { $response: 'x' }],
    ['no error', undefined],
  ])('is none where there is %s', (_, error) => {
    expect(headerOf(error, 'x-amz-bucket-region')).toBeUndefined();
  });
});

describe('when to ask again', () => {
  it.each([
    ['0', 0],
    ['7', 7_000],
    ['999999999', 999_999_999_000],
    ['Sun, 22 Nov 2026 06:00:10 GMT', 10_000],
    ['22 Nov 2026 06:00:10 GMT', 10_000],
    ['Sun, 22 Nov 2026 05:59:50 GMT', -10_000],
  ])('is said in seconds, or by a date: %s', (text, milliseconds) => {
    expect(retryAfter(withHeaders({ 'retry-after': text }), NOW)).toBe(milliseconds);
  });

  it('is said by a date that ends with its year, too', () => {
    const text = 'Sun Nov 22 06:00:10 2026';
    expect(retryAfter(withHeaders({ 'retry-after': text }), NOW)).toBe(Date.parse(text) - NOW);
  });

  it.each(['', 'soon', '9999999999999999999'])('is not known where the header is neither: %j', (text) => {
    expect(retryAfter(withHeaders({ 'retry-after': text }), NOW)).toBeUndefined();
  });

  it('is not known where there is no such header', () => {
    expect(retryAfter(withHeaders({}), NOW)).toBeUndefined();
  });
});

describe('a clock that the SDK has set right', () => {
  it('is known by the word of the SDK, and by nothing else', () => {
    expect(isClockCorrected({ $metadata: { clockSkewCorrected: true } })).toBe(true);
    for (const error of [{ $metadata: { clockSkewCorrected: 'true' } }, { $metadata: {} }, {}, undefined, 'text'])
      expect(isClockCorrected(error)).toBe(false);
  });
});
