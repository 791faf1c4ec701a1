import { describe, expect, it } from '@jest/globals';
import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ImagebuilderWorkflowReaderStack, type ImagebuilderWorkflowReaderStackProps } from '../../../lib';
import { LONGEST_TEMPLATE, memberRoleTemplate } from '../../../lib/member-role/member-role-template';
import { readDocument } from '../../docs/documents';
import { type Parsed, quickApp, resourceOf } from '../synthesized';

const stackIn = (app: App, props: ImagebuilderWorkflowReaderStackProps = {}) =>
  new ImagebuilderWorkflowReaderStack(app, 'ImagebuilderWorkflowReader', props);

const templateOf = (props?: ImagebuilderWorkflowReaderStackProps): Template =>
  Template.fromStack(stackIn(quickApp(), props));

const template = templateOf();

const defaultsIn = (given: Template): Parsed =>
  Object.fromEntries(
    Object.entries(given.findParameters('*')).map(([name, parameter]) => [name, parameter['Default']]),
  );

/** Whether CloudFormation takes a value for a parameter. */
const takes = (name: string, value: string): boolean =>
  new RegExp(template.findParameters('*')[name]?.['AllowedPattern']).test(value);

describe('the stack of the member role', () => {
  it('needs no more than the ARN of the collector’s role', () => {
    expect(defaultsIn(template)).toEqual({
      CollectorRoleArn: undefined,
      RolePath: '/',
      RoleName: 'imagebuilder-workflow-reader',
      ExternalId: '',
      DecryptWorkflows: 'true',
      ListOrganization: 'false',
    });
  });

  it('has for defaults what it is configured with', () => {
    const configured = templateOf({ roleName: 'lake/reader', externalId: 'ours', decryptsWorkflows: false });
    expect(defaultsIn(configured)).toMatchObject({
      RolePath: '/lake/',
      RoleName: 'reader',
      ExternalId: 'ours',
      DecryptWorkflows: 'false',
    });
  });

  it('has no defaults that its parameters would not take', () => {
    expect(() => templateOf({ roleName: '*', externalId: 'a b' })).toThrow(/:(\n {2}- (roleName|externalId): .*){2}$/);
  });

  it('takes one role for the collector, and no wildcard', () => {
    expect(takes('CollectorRoleArn', 'arn:aws-cn:iam::111122223333:role/lake/collector')).toBe(true);
    for (const arn of ['', '*', 'arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:root'])
      expect(takes('CollectorRoleArn', arn)).toBe(false);
  });

  it('takes no external ID, or one that STS takes', () => {
    for (const id of ['', 'ab', 'a:secret/of+ours']) expect(takes('ExternalId', id)).toBe(true);
    for (const id of ['a', 'two words', '*']) expect(takes('ExternalId', id)).toBe(false);
  });

  it('trusts the account and the role of the parameter, with the external ID where it is given', () => {
    const [statement] = resourceOf(template, 'AWS::IAM::Role').properties.AssumeRolePolicyDocument.Statement;
    const account = { 'Fn::Select': [4, { 'Fn::Split': [':', { Ref: 'CollectorRoleArn' }] }] };
    expect(statement.Principal.AWS['Fn::Join'][1]).toEqual(expect.arrayContaining([account]));
    expect(statement.Condition).toEqual({
      ArnEquals: { 'aws:PrincipalArn': { Ref: 'CollectorRoleArn' } },
      StringEquals: {
        'Fn::If': ['AsksForExternalId', { 'sts:ExternalId': { Ref: 'ExternalId' } }, { Ref: 'AWS::NoValue' }],
      },
    });
    template.hasCondition('AsksForExternalId', { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'ExternalId' }, ''] }] });
  });

  it.each(['DecryptWorkflows', 'ListOrganization'])('grants what %s says only where it is true', (name) => {
    const policies = template.findResources('AWS::IAM::Policy', { Properties: { PolicyName: name } });
    expect(Object.values(policies).map(({ Condition }) => Condition)).toEqual([`${name}IsOn`]);
    template.hasCondition(`${name}IsOn`, { 'Fn::Equals': [{ Ref: name }, 'true'] });
  });

  it('is deployed with the credentials of whoever deploys it, into an account that was not bootstrapped', () => {
    const app = quickApp();
    const { stackName } = stackIn(app);
    const artifact = app.synth().getStackByName(stackName);
    expect([artifact.assumeRoleArn, artifact.requiresBootstrapStackVersion, artifact.assets]).toEqual([
      undefined,
      undefined,
      [],
    ]);
    expect(artifact.template.Rules).toBeUndefined();
  });
});

describe('the template of the member role', () => {
  const text = readDocument('docs/imagebuilder-workflow-reader.template.json').text;

  it('is short enough to be sent in a request, as it stands in the documents, too', () => {
    expect(Buffer.byteLength(text)).toBeLessThan(LONGEST_TEMPLATE);
  });

  it('is that of the stack, whatever way it is rolled out', () => {
    expect(JSON.parse(text)).toEqual(template.toJSON());
    expect(JSON.parse(memberRoleTemplate())).toEqual(template.toJSON());
  });
});
