import { describe, expect, it } from '@jest/globals';
import { SettingsError } from '../../lambda/errors';
import { checkEndpoint } from '../../lambda/sdk/endpoint';

const refusalOf = (endpoint: string): string => {
  try {
    checkEndpoint(endpoint);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error(`${endpoint} was taken`);
};

describe('an endpoint', () => {
  it.each([undefined, 'http://localhost:4566', 'https://sts.example.com', 'HTTPS://example.com/path'])(
    'is a URL, or none is named: %s',
    (endpoint) => {
      expect(checkEndpoint(endpoint)).toBe(endpoint);
    },
  );

  it.each(['', 'localhost', 'localhost:4566', 'ftp://example.com', 'xhttp://example.com', 'httpsx://example.com'])(
    'is refused where it is none of HTTP: %j',
    (endpoint) => {
      expect(refusalOf(endpoint)).toBe(
        'an endpoint (AWS_ENDPOINT_URL, its variant for a service, or endpoint_url of the profile) is ' +
          `${JSON.stringify(endpoint)}, which is no URL of http or https. Write it with its scheme, such as http://localhost:4566`,
      );
    },
  );

  it('is quoted without the name and the password that it may hold, and not at length', () => {
    expect(refusalOf('ftp://me:hunter2@example.com')).toContain('is "ftp://example.com", which');
    expect(refusalOf('x'.repeat(1_000))).toContain(`is "${'x'.repeat(100)}", which`);
  });
});
