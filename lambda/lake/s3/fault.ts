import { isJsonObject } from '../../contract/json-object';
import { CollectorError, LakeError } from '../../errors';
import { adviceFor, type CallPurpose, withAdvice } from '../../sdk/advice';
import { headerOf } from '../../sdk/error-answer';
import { faultOf, type ServiceFault } from '../../sdk/service-fault';
import { UnusableAnswerError } from './answers';

/**
 * An error of a call to S3 as a sentence: what is wrong, where, and what to do. Errors that are not S3's, the SDK's, the
 * network's or the file system's are faults of this program, and stay what they are.
 *
 * @param where s3://bucket, or s3://bucket/key
 */
export const toLakeError = (error: unknown, purpose: CallPurpose, where: string): unknown => {
  if (error instanceof LakeError) return new LakeError(`${where}: ${error.message}`);
  if (error instanceof CollectorError || !isJsonObject(error)) return error;
  if (error instanceof UnusableAnswerError) return new LakeError(`${where}: S3 answered with ${error.message}`);
  const fault = faultOf(error);
  const call = { ...fault, purpose };
  if (isFileError(error)) return new LakeError(withAdvice(`${where}: ${fault.message}`, call));
  if (!isServiceError(error, fault) && adviceFor(call) === undefined) return error;
  const otherwise = fault.status === undefined ? undefined : 'S3 refuses this however often it is asked';
  // The errors of the SDK hold the answer and its body: no cause goes along.
  return new LakeError(withAdvice(`${where}: ${problemOf(fault)}${placeOf(error)}`, call, otherwise));
};

/** Where S3 says that the bucket is, if it does. */
const placeOf = (error: unknown): string => {
  const region = headerOf(error, 'x-amz-bucket-region');
  return region !== undefined && /^[a-z0-9-]{1,40}$/.test(region) ? ` (the bucket is in ${region})` : '';
};

/** Of a file that is being put: it says itself which. */
const isFileError = ({ path, syscall }: Readonly<Record<string, unknown>>): boolean =>
  typeof path === 'string' && typeof syscall === 'string';

const isServiceError = (error: Readonly<Record<string, unknown>>, fault: ServiceFault): boolean =>
  error['$metadata'] !== undefined ||
  fault.systemCode !== undefined ||
  fault.name === 'AbortError' ||
  fault.name === 'TimeoutError' ||
  fault.name.endsWith('ProviderError');

const problemOf = ({ name, code, message, systemCode }: ServiceFault): string => {
  // The SDK's own words are about its settings.
  if (name === 'TimeoutError') return `no answer came (${systemCode ?? 'ETIMEDOUT'})`;
  const said = message.replace(/\.$/, '');
  return code === 'UnknownError' || said.includes(code) ? said : `${code}: ${said}`;
};
