import { describe, expect, it } from '@jest/globals';
import { remedyOf } from '../../../lambda/lake/s3/remedy';
import { faultOf } from '../../../lambda/sdk/service-fault';

const faultWith = (name: string, status: number) =>
  faultOf(Object.assign(new Error('said'), { name, $metadata: { httpStatusCode: status } }));

describe('a refusal of S3 that has no name', () => {
  it('with HTTP 403 is taken for a missing permission', () => {
    expect(remedyOf(faultWith('UnknownError', 403), 'read', undefined)).toMatch(/^Allow s3:GetObject/);
    expect(remedyOf(faultWith('UnknownError', 403), 'put', undefined)).toMatch(/^Allow s3:PutObject/);
    expect(remedyOf(faultWith('InvalidObjectState', 403), 'read', undefined)).toMatch(/^S3 refuses this/);
  });

  it('with HTTP 301 or 307 is taken for a bucket elsewhere', () => {
    for (const status of [301, 307])
      expect(remedyOf(faultWith('UnknownError', status), 'read', 'us-west-2')).toBe(
        'The bucket is in us-west-2: set AWS_REGION to that',
      );
  });
});
