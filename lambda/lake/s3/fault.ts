import { isJsonObject } from '../../contract/json-object';
import { CollectorError, LakeError } from '../../errors';
import { headerOf } from '../../sdk/error-answer';
import { faultOf, type ServiceFault } from '../../sdk/service-fault';
import { UnusableAnswerError } from './answers';
import { remedyOf, type S3Action } from './remedy';

/**
 * An error of a call to S3 as a sentence: what is wrong, where, and what to do. Errors that are not S3's, the SDK's, the
 * network's or the file system's are faults of this program, and stay what they are.
 *
 * @param where s3://bucket, or s3://bucket/key
 */
export const toLakeError = (error: unknown, action: S3Action, where: string): unknown => {
  if (error instanceof LakeError) return new LakeError(`${where}: ${error.message}`);
  if (error instanceof CollectorError || !isJsonObject(error)) return error;
  if (error instanceof UnusableAnswerError) return new LakeError(`${where}: S3 answered with ${error.message}`);
  const fault = faultOf(error);
  if (isFileError(error)) return new LakeError(`${where}: ${fault.message}`);
  if (!isServiceError(error, fault)) return error;
  const remedy = remedyOf(fault, action, headerOf(error, 'x-amz-bucket-region'));
  // The errors of the SDK hold the answer and its body: no cause goes along.
  return new LakeError(`${where}: ${problemOf(fault)}. ${remedy}`);
};

/** Of a file that is being put: it says itself which. */
const isFileError = ({ path, syscall }: Readonly<Record<string, unknown>>): boolean =>
  typeof path === 'string' && typeof syscall === 'string';

const isServiceError = (error: Readonly<Record<string, unknown>>, fault: ServiceFault): boolean =>
  error['$metadata'] !== undefined ||
  fault.systemCode !== undefined ||
  fault.name === 'AbortError' ||
  fault.name === 'TimeoutError' ||
  fault.name.endsWith('ProviderError') ||
  // The SDK has no name for it.
  fault.message === 'Region is missing';

const problemOf = ({ name, code, message, systemCode }: ServiceFault): string => {
  // The SDK's own words are about its settings.
  if (name === 'TimeoutError') return `no answer came (${systemCode ?? 'ETIMEDOUT'})`;
  const said = message.replace(/\.$/, '');
  return code === 'UnknownError' || said.includes(code) ? said : `${code}: ${said}`;
};
