import { isAccountId } from '../../lambda/contract/aws-names';
import type { Answer } from './answer';
import type { Call } from './call';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const getCallerIdentity = ({ account: { accountId, callerArn } }: Call): Answer =>
  xml(
    200,
    `<GetCallerIdentityResponse xmlns="${NAMESPACE}">
  <GetCallerIdentityResult>
    <Arn>${callerArn}</Arn>
    <UserId>AROAEXAMPLE:session</UserId>
    <Account>${accountId}</Account>
  </GetCallerIdentityResult>
  ${METADATA}
</GetCallerIdentityResponse>`,
  );

/**
 * A session in another account, whose ID is the access key. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole = ({ account, members, body }: Call): Answer => {
  const role = String(body['RoleArn']);
  const accountId = role.split(':')[4] ?? '';
  if (!isAccountId(accountId)) return stsRefusal(400, 'ValidationError', `${role} is invalid`);
  if (members.some((member) => member.accountId === accountId && member.hasRole))
    return roleSession(accountId, Date.now() + SESSION_MS);
  // STS says no more, whether there is no such role, or one that does not trust the caller.
  const problem = `User: ${account.callerArn} is not authorized to perform: sts:AssumeRole on resource: ${role}`;
  return stsRefusal(403, 'AccessDenied', problem);
};

const SESSION_MS = 3_600_000;

/** @param expiration in milliseconds since 1970 */
export const roleSession = (accountId: string, expiration: number): Answer =>
  xml(
    200,
    `<AssumeRoleResponse xmlns="${NAMESPACE}"><AssumeRoleResult><Credentials>
  <AccessKeyId>${accountId}</AccessKeyId>
  <SecretAccessKey>secret</SecretAccessKey>
  <SessionToken>token-of-${accountId}</SessionToken>
  <Expiration>${new Date(expiration).toISOString()}</Expiration>
</Credentials></AssumeRoleResult>${METADATA}</AssumeRoleResponse>`,
  );

/** An error in the older, XML form that STS speaks. */
export const stsRefusal = (status: number, code: string, message: string): Answer =>
  xml(
    status,
    `<ErrorResponse xmlns="${NAMESPACE}">
  <Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>
  ${METADATA}
</ErrorResponse>`,
  );

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const METADATA = '<ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata>';

const xml = (status: number, body: string): Answer => ({ status, headers: { 'content-type': 'text/xml' }, body });
