import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

const ALARMS = new ServicePrincipal('cloudwatch.amazonaws.com');

/**
 * The topic of the alarms, encrypted with a key of its own: CloudWatch may not use the key that SNS brings along.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export const makeAlarmTopic = (scope: Construct, id: string): Topic => {
  const key = new Key(scope, `${id}Key`, {
    description: 'Encrypts the alarms of the Image Builder workflow lake.',
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // Whose alarms may speak is for the policy of the topic to say: the key is used for nothing else.
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'EncryptAlarms',
      principals: [ALARMS],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
    }),
  );
  const topic = new Topic(scope, id, { displayName: 'Image Builder workflow lake', masterKey: key, enforceSSL: true });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'PublishAlarms',
      principals: [ALARMS],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
  return topic;
};
