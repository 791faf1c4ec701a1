import { replaceAwsEnvironment } from '../../../local/demo/aws-environment';

/** Lets the SDK know one endpoint and made-up credentials, and nothing else; returns what puts the environment back. */
export const useS3Environment = (url: string): (() => void) => {
  const before = { ...process.env };
  replaceAwsEnvironment(process.env, url);
  process.env['AWS_REGION'] = 'eu-west-1';
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  };
};
