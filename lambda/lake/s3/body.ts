import { LakeError } from '../../errors';
import { faultOf } from '../../sdk/service-fault';
import type { FoundObject } from './answers';

/**
 * The whole content of an object. The SDK compares it with the checksum that S3 holds of it, if there is one of the
 * whole object. Throws a LakeError where bytes are missing or wrong.
 *
 * @param where s3://bucket/key
 */
export async function* wholeBody({ body, bytes }: FoundObject, where: string): AsyncGenerator<Uint8Array> {
  let seen = 0;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      seen += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw broken(where, seen, bytes, reasonOf(error));
  }
  if (seen !== bytes) throw broken(where, seen, bytes, 'it ended');
}

const broken = (where: string, seen: number, bytes: number, reason: string): LakeError =>
  new LakeError(`${where}: the answer failed after ${seen} of ${bytes} bytes: ${reason}. Run it again`);

/** An error without a code is the SDK's own: the checksum, or the end of the connection. */
const reasonOf = (error: unknown): string => {
  const { code, message } = faultOf(error);
  return (code === 'UnknownError' ? message : code).replace(/\.$/, '');
};
