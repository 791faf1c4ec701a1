import { PlanError } from '../errors';

/**
 * The account that a function runs in, 12 digits. Its role is of the same account, so that no call has to ask for it.
 *
 * @param functionArn `arn:aws:lambda:eu-west-1:111122223333:function:NAME`, with or without an alias
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
 */
export const accountOfFunction = (functionArn: string): string => {
  const account = /^arn:[^:]+:lambda:[^:]+:(\d{12}):function:/.exec(functionArn)?.[1];
  if (account === undefined) throw new PlanError('the ARN that the function was invoked by names no account');
  return account;
};
