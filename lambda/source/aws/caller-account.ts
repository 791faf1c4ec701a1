import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { isAccountId } from '../../contract/aws-names';
import { PlanError } from '../../errors';
import type { Access } from '../../sdk/access';
import { withAdvice } from '../../sdk/advice';
import { SdkConnections } from '../../sdk/connections';
import { checkEndpoint } from '../../sdk/endpoint';
import { faultOf } from '../../sdk/service-fault';
import { TIMEOUTS, type Timeouts } from '../../sdk/timeouts';
import { findRegion } from './settings';

/**
 * The account that the caller's credentials belong to, 12 digits.
 *
 * @param access its Region is whose STS endpoint is asked; without it, that of the SDK's settings (AWS_REGION, the
 * profile), or else us-east-1, which works in the partition `aws` only
 * @throws PlanError, SettingsError
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const callerAccount = async (access: Access = {}, timeouts: Timeouts = TIMEOUTS): Promise<string> => {
  const { region = await findRegion(), credentials } = access;
  const client = new STSClient({
    region,
    requestHandler: new SdkConnections(access, timeouts),
    ...(credentials === undefined ? {} : { credentials }),
  });
  try {
    checkEndpoint(await client.config.serviceConfiguredEndpoint?.());
    return await askAccount(client);
  } finally {
    client.destroy();
  }
};

const askAccount = async (client: STSClient): Promise<string> => {
  const answer = await client.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    const fault = faultOf(error);
    const problem = `STS could not say which account the credentials belong to (${fault.code}: ${fault.message})`;
    throw new PlanError(withAdvice(problem, { ...fault, purpose: 'account' }));
  });
  const account = answer.Account;
  if (account === undefined || !isAccountId(account)) throw new PlanError('STS answered without an account.');
  return account;
};
