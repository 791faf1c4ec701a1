import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Says to cdk-nag why a finding is as it should be. */
export const acknowledge = (construct: IConstruct, rule: string, reason: string): void => {
  Validations.of(construct).acknowledge({ id: `AwsSolutions-${rule}`, reason });
};

/** The same for a resource with a wildcard in a statement of the construct's policies. */
export const acknowledgeWildcard = (construct: IConstruct, resource: string, reason: string): void =>
  acknowledge(construct, `IAM5[Resource::${spelledOut(Stack.of(construct).resolve(resource))}]`, reason);

/** References as cdk-nag spells them: `arn:<AWS::Partition>:…`, `<Bucket.Arn>/*`. */
const spelledOut = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) return joined(value['Fn::Join']);
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return `<${value['Fn::GetAtt'].join('.')}>`;
  return 'Ref' in value ? `<${value.Ref}>` : JSON.stringify(value);
};

const joined = ([delimiter, parts]: readonly unknown[]): string =>
  Array.isArray(parts) ? parts.map(spelledOut).join(String(delimiter)) : '';
