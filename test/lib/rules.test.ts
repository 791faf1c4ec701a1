import { describe, expect, it } from '@jest/globals';
import { App, type Environment, type Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { parseConfiguration } from '../../lib/configuration/configuration';
import { WorkflowLake } from '../../lib/lake/workflow-lake';
import { ImagebuilderWorkflowReaderStack } from '../../lib/member-role/member-role-stack';
import { ImagebuilderWorkflowLakeStack } from '../../lib/stack';
import { CONTEXT } from './synthesized';

// All that is validated is validated here: the rules of CloudFormation take seconds to load, once per file.

const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const REGIONS = ['eu-west-1', 'us-gov-west-1', 'cn-north-1'];

/** An app that throws where a template breaks a rule, as lib/app.ts does. */
const appWithRules = (): App => {
  const app = new App({ context: CONTEXT });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
};

const lakeStackIn = (app: App, given: unknown = {}, env?: Environment): Stack =>
  new ImagebuilderWorkflowLakeStack(app, 'Lake', { configuration: parseConfiguration(given), ...(env && { env }) });

describe('the stack', () => {
  it.each([
    {},
    { existingBucketName: 'my-lake', existingDatabase: true },
    { queryResultsBucketName: 'my-results' },
    { accounts: ['111122223333', '444455556666'], externalId: 'ours' },
    { bucketKeyArn: KEY_ARN, kmsKeyArns: [KEY_ARN], regions: ['eu-west-1'], alarmEmail: 'ops@example.com' },
  ])('passes the AwsSolutions rules, and CloudFormation’s own: %j', (given) => {
    const app = appWithRules();
    lakeStackIn(app, given);
    expect(() => app.synth()).not.toThrow();
  });

  it.each(['cn-north-1', 'us-gov-west-1'])(
    'passes them in another partition, which it names nowhere else: %s',
    (region) => {
      const app = appWithRules();
      const stack = lakeStackIn(
        app,
        { bucketKeyArn: KEY_ARN, kmsKeyArns: [KEY_ARN] },
        { account: '111122223333', region },
      );
      expect(() => app.synth()).not.toThrow();
      const text = JSON.stringify(Template.fromStack(stack)).replaceAll(KEY_ARN, '');
      expect(text).not.toMatch(/arn:aws:/);
      expect(text).toMatch(region.startsWith('cn') ? /arn:aws-cn:/ : /arn:aws-us-gov:/);
    },
  );

  it('would not pass with a queue that anybody may reach without TLS', () => {
    const app = appWithRules();
    new Queue(lakeStackIn(app), 'Open');
    expect(() => app.synth()).toThrow('AwsSolutions-SQS4');
  });

  it('would not pass with a property that CloudFormation refuses', () => {
    const app = appWithRules();
    new WorkflowLake(lakeStackIn(app), 'Other', {
      databaseName: 'other',
      workgroupName: 'other',
      queryScanLimitBytes: 5,
    });
    expect(() => app.synth()).toThrow('BytesScannedCutoffPerQuery');
  });

  it.each(REGIONS)('passes them with the StackSet of the member role, in %s', (region) => {
    const app = appWithRules();
    const stackSet = { stackSetOrganizationalUnits: ['ou-l4ke-aaaa0001', 'ou-l4ke-bbbb0002'] };
    const given = { accounts: 'organization', ...stackSet, stackSetCallAs: 'DELEGATED_ADMIN' };
    lakeStackIn(app, given, { account: '111122223333', region });
    expect(() => app.synth()).not.toThrow();
  });
});

describe('the stack of the member role', () => {
  it.each(REGIONS)('passes the rules in %s', (region) => {
    const app = appWithRules();
    const env = { account: '444455556666', region };
    const stack = new ImagebuilderWorkflowReaderStack(app, 'ImagebuilderWorkflowReader', { env });
    expect(() => app.synth()).not.toThrow();
    if (region !== 'eu-west-1') expect(JSON.stringify(Template.fromStack(stack))).not.toMatch(/arn:aws:/);
  });
});
