import { SettingsError } from '../errors';

/** The endpoint that the environment or a profile names, which the SDK takes for granted. Throws a SettingsError. */
export const checkEndpoint = (endpoint: string | undefined): string | undefined => {
  if (endpoint === undefined || isHttpUrl(endpoint)) return endpoint;
  throw new SettingsError(
    `an endpoint (AWS_ENDPOINT_URL, its variant for a service, or endpoint_url of the profile) is ${quoted(endpoint)}, ` +
      'which is no URL of http or https. Write it with its scheme, such as http://localhost:4566',
  );
};

const isHttpUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** Short, and without the name and password that a URL may hold. */
const quoted = (text: string): string => JSON.stringify(text.replace(/[^/]*@/, '').slice(0, 100));
