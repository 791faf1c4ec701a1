import { loadConfig } from '@smithy/core/config';
import { SettingsError } from '../../lambda/errors';

const MODES = ['auto', 'cross-region', 'in-region', 'legacy', 'mobile', 'standard'];

/**
 * Throws a SettingsError where AWS_DEFAULTS_MODE, or defaults_mode of the profile, is none: the SDK would end the process.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-smart-config-defaults.html
 */
export const checkDefaultsMode = async (): Promise<void> => {
  const mode = await loadConfig<string | undefined>({
    environmentVariableSelector: (environment) => environment['AWS_DEFAULTS_MODE'],
    configFileSelector: (profile) => profile['defaults_mode'],
    default: undefined,
  })();
  if (mode === undefined || MODES.includes(mode.toLowerCase())) return;
  throw new SettingsError(
    `AWS_DEFAULTS_MODE, or defaults_mode of the profile, is ${JSON.stringify(mode)}. Give one of ${MODES.join(', ')}, or unset it`,
  );
};
