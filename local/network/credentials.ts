import { fromIni } from '@aws-sdk/credential-provider-ini';
import {
  credentialsTreatedAsExpired,
  credentialsWillNeedRefresh,
  defaultProvider,
} from '@aws-sdk/credential-provider-node';
import { getProfileName, loadSharedConfigFiles, memoize } from '@smithy/core/config';
import { SettingsError } from '../../lambda/errors';
import type { Access } from '../../lambda/sdk/access';
import { SdkConnections } from '../../lambda/sdk/connections';

type Credentials = NonNullable<Access['credentials']>;

/** The SDK warns of keys that it passes over for a profile. Which of the two counts is in the documents. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * One source of credentials for a whole run, as the SDK finds them, whose own calls (STS for a role, IAM Identity Center)
 * go the same way as all others. They are fetched once: a code of a second factor is good for one use.
 */
export const sharedCredentials = async (access: Access): Promise<Credentials> => {
  const requestHandler = new SdkConnections(access);
  const { region } = access;
  const parentClientConfig = { requestHandler, ...(region === undefined ? {} : { region }) };
  const options = { clientConfig: { requestHandler }, parentClientConfig, logger: SILENT };
  const profile = await credentialsProfile();
  if (profile === undefined) return defaultProvider(options);
  // Not the SDK's chain: where the profile fails, it goes on to others, and the reason is lost.
  return memoize(fromIni({ ...options, profile }), credentialsTreatedAsExpired, credentialsWillNeedRefresh);
};

/** @see https://docs.aws.amazon.com/sdkref/latest/guide/creds-config-files.html */
const SOURCES = [
  'aws_access_key_id',
  'credential_process',
  'credential_source',
  'login_session',
  'role_arn',
  'sso_session',
  'sso_start_url',
  'web_identity_token_file',
];

/** The profile, where it says where the credentials come from. Throws where AWS_PROFILE names none that there is. */
const credentialsProfile = async (): Promise<string | undefined> => {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const name = getProfileName({});
  const isNamed = process.env['AWS_PROFILE'] !== undefined && process.env['AWS_PROFILE'] !== '';
  if (!isNamed && process.env['AWS_ACCESS_KEY_ID']) return undefined;
  const profile = { ...configFile[name], ...credentialsFile[name] };
  if (isNamed && !Object.hasOwn(configFile, name) && !Object.hasOwn(credentialsFile, name))
    throw unknownProfile(name, [...Object.keys(configFile), ...Object.keys(credentialsFile)]);
  return SOURCES.some((member) => profile[member] !== undefined) ? name : undefined;
};

const unknownProfile = (name: string, known: readonly string[]): SettingsError => {
  const profiles = [...new Set(known)].filter((each) => !/^(sso-session|services)\./.test(each)).sort();
  const there = profiles.length === 0 ? 'There is no profile at all' : `There are ${profiles.join(', ')}`;
  return new SettingsError(
    `AWS_PROFILE is ${JSON.stringify(name)}, which neither ~/.aws/config nor ~/.aws/credentials holds (or the files that ` +
      `AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name). ${there}`,
  );
};
