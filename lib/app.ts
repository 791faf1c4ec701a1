import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ConfigurationError, configurationIn } from './configuration/configuration';
import { ImagebuilderWorkflowLakeStack } from './stack';

try {
  const app = new App();
  const configuration = configurationIn(app.node.getAllContext());
  new ImagebuilderWorkflowLakeStack(app, 'ImagebuilderWorkflowLake', { configuration });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
