import type { Access } from '../../lambda/sdk/access';
import { trustedCertificates } from './certificates';
import { sharedCredentials } from './credentials';
import { checkDefaultsMode } from './defaults-mode';
import { ProxyRoutes } from './proxies';
import { guessBucketRegion, homeRegion } from './region';

/**
 * How this machine reaches AWS, by the settings that other AWS tools obey too. Throws a SettingsError where one of them
 * cannot be used.
 *
 * @param regions those that are asked for; they say the partition and the bucket's Region, where nothing else does
 */
export const openNetwork = async (regions: readonly string[] = []): Promise<Access> => {
  await checkDefaultsMode();
  const region = await homeRegion(regions);
  const routes = new ProxyRoutes(await trustedCertificates());
  const bucketRegion = region ?? guessBucketRegion(regions);
  const access = { region, bucketRegion, agents: { httpAgent: routes, httpsAgent: routes } };
  return { ...access, credentials: await sharedCredentials(access) };
};
