import { devNull } from 'node:os';
import { silenceNodeWarning } from '../network/node-warning';

/**
 * What the SDK may know in this process: the endpoint, made-up credentials, and nothing of whoever starts it, be it in
 * their environment or in their files.
 */
export const replaceAwsEnvironment = (environment: NodeJS.ProcessEnv, url: string): void => {
  for (const name of Object.keys(environment)) {
    if (name.startsWith('AWS_')) delete environment[name];
  }
  Object.assign(environment, {
    AWS_ACCESS_KEY_ID: 'demo',
    AWS_SECRET_ACCESS_KEY: 'demo',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: url,
  });
  silenceNodeWarning(environment);
};
