import { App, Stack } from 'aws-cdk-lib';
import { WorkflowLake } from '../../../lib';
import { parseConfiguration } from '../../../lib/configuration/configuration';
import { ImagebuilderWorkflowLakeStack } from '../../../lib/stack';
import { FIRST_RUN } from '../../../local/demo/demo-runs';
import { DATABASES } from './configuration';
import { daysSince } from './days';

const app = new App();

/** The product, whose function fills its lake with hostile rows. */
new ImagebuilderWorkflowLakeStack(app, 'ImagebuilderWorkflowLake', {
  configuration: parseConfiguration({ databaseName: DATABASES.hostile }),
});

const lakeStack = (id: string, databaseName: string, historyDays: number): void => {
  new WorkflowLake(new Stack(app, id), 'Lake', { databaseName, workgroupName: databaseName, historyDays });
};

/** The lake that the documents ask. Its days lie back ever further; what is not kept cannot be asked for. */
lakeStack('Demo', DATABASES.demo, daysSince(FIRST_RUN) + 7);
/** The lake that the saved queries ask, which count back from today. */
lakeStack('Recent', DATABASES.recent, 400);
