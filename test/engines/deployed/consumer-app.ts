import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { AccountRootPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { WorkflowLake } from '../../../lib';

/** The app of somebody who wants to be told: a lake, a queue for its manifests, and a role that may read it. */
const stack = new Stack(new App(), 'Consumer');
const lake = new WorkflowLake(stack, 'Lake');
const published = new Queue(stack, 'Published');
lake.onSnapshotPublished('OnPublished', { target: new SqsQueue(published) });
const reader = new Role(stack, 'Reader', { assumedBy: new AccountRootPrincipal() });
lake.grantRead(reader);
// A queue for S3's own notifications, which know nothing of EventBridge.
const classic = new Queue(stack, 'Classic');
classic.grantSendMessages(new ServicePrincipal('s3.amazonaws.com'));
// And one for a rule that is made by hand.
const pasted = new Queue(stack, 'Pasted');
pasted.grantSendMessages(new ServicePrincipal('events.amazonaws.com'));

new CfnOutput(stack, 'BucketName', { value: lake.bucket.bucketName });
new CfnOutput(stack, 'PublishedUrl', { value: published.queueUrl });
new CfnOutput(stack, 'ClassicUrl', { value: classic.queueUrl });
new CfnOutput(stack, 'ClassicArn', { value: classic.queueArn });
new CfnOutput(stack, 'PastedUrl', { value: pasted.queueUrl });
new CfnOutput(stack, 'PastedArn', { value: pasted.queueArn });
new CfnOutput(stack, 'ReaderArn', { value: reader.roleArn });
