import { describe, expect, it } from '@jest/globals';
import { accountOfFunction } from '../../lambda/function/function-account';

describe('the account of a function', () => {
  it.each([
    'arn:aws:lambda:eu-west-1:111122223333:function:collector',
    'arn:aws:lambda:eu-west-1:111122223333:function:collector:live',
    'arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:collector',
  ])('stands in its ARN: %s', (arn) => {
    expect(accountOfFunction(arn)).toBe('111122223333');
  });

  it.each([
    '',
    'collector',
    'x arn:aws:lambda:eu-west-1:111122223333:function:collector',
    'arn:aws:lambda:eu-west-1:11112222333:function:collector',
    'arn:aws:lambda:eu-west-1:1111222233334:function:collector',
    'arn:aws:lambda:eu-west-1:x111122223333:function:collector',
    'arn:aws:lambda:eu-west-1:111122223333:layer:collector',
    'arn:aws:lambda::111122223333:function:collector',
    'arn:aws:s3:eu-west-1:111122223333:function:collector',
  ])('is not guessed from anything else: %s', (arn) => {
    expect(() => accountOfFunction(arn)).toThrow('the ARN that the function was invoked by names no account');
  });
});
