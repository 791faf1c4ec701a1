import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { isJsonObject } from '../../contract/json-object';
import { PlanError } from '../../errors';
import { withAdvice } from '../../sdk/advice';
import { ReadError } from '../image-builder';
import type { Retry } from './retry';

/** The most that a role may have which was assumed by another role; the least of what a role may allow. */
const SESSION_SECONDS = 3600;

export interface RoleRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
}

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/**
 * Credentials of a role for an hour.
 *
 * @throws ReadError
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole = async (client: STSClient, retry: Retry, request: RoleRequest): Promise<RoleCredentials> => {
  const command = new AssumeRoleCommand({
    RoleArn: request.roleArn,
    RoleSessionName: request.sessionName,
    DurationSeconds: SESSION_SECONDS,
    ...(request.externalId === undefined ? {} : { ExternalId: request.externalId }),
  });
  try {
    return await retry.call(async () => parseCredentials((await client.send(command)).Credentials));
  } catch (error) {
    throw error instanceof ReadError ? ofRole(error) : error;
  }
};

/** The SDK takes an empty body, or a page of a proxy, for an answer without credentials. */
const parseCredentials = (given: unknown): RoleCredentials => {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = isJsonObject(given) ? given : {};
  if (!isText(AccessKeyId) || !isText(SecretAccessKey) || !isText(SessionToken) || !isDate(Expiration))
    throw new ReadError('invalid_response', 'UnusableAnswer', 'STS answered without credentials');
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isDate = (value: unknown): value is Date => value instanceof Date && !Number.isNaN(value.getTime());

/** Where a Region refuses to let a role be assumed, it is not one of the account's Regions that is disabled. */
const ofRole = (error: ReadError): ReadError =>
  error.reason === 'region_disabled' ? new ReadError('denied', error.code, error.message, { cause: error }) : error;

/** What STS answers where its caller is not known, or its settings are wrong: no account is to blame for it. */
const UNKNOWN_CALLER = new Set(['InvalidClientTokenId', 'UnrecognizedClientException', 'ValidationError']);

/** Before anything is read, a refusal that no account is to blame for fails the run, and not a thousand accounts. */
export const planErrorOf = (error: unknown, { roleArn }: RoleRequest): unknown => {
  if (!(error instanceof ReadError) || !UNKNOWN_CALLER.has(error.code)) return error;
  const { code, message } = error;
  const problem = `the role ${roleArn} cannot be assumed (${code}: ${message})`;
  return new PlanError(withAdvice(problem, { code, message, purpose: 'account' }), { cause: error });
};
