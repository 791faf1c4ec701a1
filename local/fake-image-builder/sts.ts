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
