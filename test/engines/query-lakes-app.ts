import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { WorkflowLake } from '../../lib';
import { FIRST_RUN } from '../../local/demo/demo-runs';
import { daysSince } from './days';

const app = new App();

const lakeStack = (id: string, databaseName: string, historyDays: number): void => {
  const stack = new Stack(app, id);
  const lake = new WorkflowLake(stack, 'Lake', { databaseName, workgroupName: databaseName, historyDays });
  new CfnOutput(stack, `${id}BucketName`, { value: lake.bucket.bucketName });
};

/** The lake that the documents ask. Its days lie back ever further; what is not kept cannot be asked for. */
lakeStack('Demo', 'aws', daysSince(FIRST_RUN) + 7);
/** The lake that the saved queries ask, which count back from today. */
lakeStack('Recent', 'recent', 400);
