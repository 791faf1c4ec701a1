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
 * @throws ReadError; PlanError where the collector's own credentials or its settings are to blame, and not the account
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
    throw error instanceof ReadError ? refusedRole(error, request) : error;
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

/** What STS answers where its caller is not known: no account is to blame for it. */
const UNKNOWN_CALLER = new Set(['InvalidClientTokenId', 'UnrecognizedClientException', 'ValidationError']);

const refusedRole = (error: ReadError, { roleArn }: RoleRequest): Error => {
  const { code, message } = error;
  if (!UNKNOWN_CALLER.has(code)) return error;
  const problem = `the role ${roleArn} cannot be assumed (${code}: ${message})`;
  return new PlanError(withAdvice(problem, { code, message, purpose: 'account' }), { cause: error });
};
