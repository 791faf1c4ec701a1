import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { isAccountId } from '../../contract/aws-names';
import { PlanError } from '../../errors';
import { TIMEOUTS, type Timeouts } from '../../sdk/timeouts';
import { toReadError } from './read-error-of';
import { configuredRegion } from './settings';

/**
 * The account that the caller's credentials belong to, 12 digits.
 *
 * @param region whose STS endpoint is asked; without it, that of the SDK's settings (AWS_REGION, the profile), or
 * else us-east-1, which works in the partition `aws` only
 * @throws PlanError
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const callerAccount = async (region?: string, timeouts: Timeouts = TIMEOUTS): Promise<string> => {
  const client = new STSClient({
    region: region ?? (await configuredRegion()),
    requestHandler: {
      connectionTimeout: timeouts.connection,
      requestTimeout: timeouts.request,
      throwOnRequestTimeout: true,
    },
  });
  try {
    const { Account: account } = await client.send(new GetCallerIdentityCommand({}));
    if (account === undefined || !isAccountId(account)) throw new PlanError('STS answered without an account.');
    return account;
  } catch (error) {
    if (error instanceof PlanError) throw error;
    const { code, message } = toReadError(error);
    throw new PlanError(
      `STS could not say which account the credentials belong to (${code}: ${message}). ` +
        'Give the SDK credentials that work: set AWS_PROFILE, sign in again, or set AWS_ACCESS_KEY_ID and its companions.',
    );
  } finally {
    client.destroy();
  }
};
