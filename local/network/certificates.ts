import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { loadConfig } from '@smithy/core/config';
import { SettingsError } from '../../lambda/errors';
import { messageOf } from '../../lambda/system-error';

/**
 * The authorities that AWS_CA_BUNDLE, or ca_bundle of the profile, names in the place of Node's own, PEM: as it is for the
 * AWS CLI. NODE_EXTRA_CA_CERTS adds to Node's own, and is Node's affair.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-gen-config.html
 */
export const trustedCertificates = async (): Promise<string | undefined> => {
  const path = await bundlePath();
  if (path === undefined || path === '') return undefined;
  try {
    const ca = await readFile(path, 'utf8');
    createSecureContext({ ca });
    if (!ca.includes('-----BEGIN')) throw new Error('it holds no certificate in PEM');
    return ca;
  } catch (error) {
    throw new SettingsError(
      `AWS_CA_BUNDLE, or ca_bundle of the profile, names a file that cannot be used: ${path}: ${messageOf(error)}. ` +
        'Name a PEM file of certificates, or unset it',
    );
  }
};

const bundlePath = (): Promise<string | undefined> =>
  loadConfig<string | undefined>({
    environmentVariableSelector: (environment) => environment['AWS_CA_BUNDLE'],
    configFileSelector: (profile) => profile['ca_bundle'],
    default: undefined,
  })();
