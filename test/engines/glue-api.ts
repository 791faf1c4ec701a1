import type { MiniStack } from './ministack';

/**
 * A call of the Glue API, by its name and its JSON; for what the project itself never calls. Throws where it is refused.
 *
 * @see https://docs.aws.amazon.com/glue/latest/webapi/API_CreateTable.html
 */
export const callGlue = async (
  { endpoint, region, credentials }: MiniStack,
  operation: 'CreateDatabase' | 'CreateTable',
  input: object,
): Promise<void> => {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSGlue.${operation}`,
      // Nobody checks the signature; account and service are read from it.
      authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/${region}/glue/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
    },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(`Glue refused ${operation} (${response.status}): ${await response.text()}`);
};
