import { type Answer, refusal } from './answer';

/** Whom a request claims to come from, and what it was signed for. */
export interface Credential {
  readonly accessKeyId: string;
  readonly region: string;
  /** The signing name of the service: imagebuilder, account, sts. */
  readonly service: string;
}

const SIGNATURE_V4 =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request,\s*SignedHeaders=[^,\s]+,\s*Signature=[0-9a-f]{64}$/;

/**
 * Reads the credential scope of an Authorization header of Signature Version 4. The signature itself is not checked: the
 * fake shares no secret with anybody.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
export const parseCredential = (authorization: string): Credential | undefined => {
  const [, accessKeyId, region, service] = SIGNATURE_V4.exec(authorization) ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) return undefined;
  return { accessKeyId, region, service };
};

/** What whoever sent no such header is told. */
export const unsigned = (authorization: string | undefined): Answer =>
  authorization === undefined
    ? refusal(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token')
    : refusal(403, 'IncompleteSignatureException', 'The request signature does not conform to AWS standards.');
