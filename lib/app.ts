import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { OWN_ACCOUNT } from '../lambda/contract/environment';
import { ConfigurationError, configurationIn } from './configuration/configuration';
import { ImagebuilderWorkflowReaderStack } from './member-role/member-role-stack';
import { ImagebuilderWorkflowLakeStack } from './stack';

try {
  const app = new App();
  const configuration = configurationIn(app.node.getAllContext());
  new ImagebuilderWorkflowLakeStack(app, 'ImagebuilderWorkflowLake', { configuration });
  // For the accounts that no StackSet reaches. With one account alone, `cdk deploy` needs no name of a stack.
  if (configuration.accounts !== OWN_ACCOUNT)
    new ImagebuilderWorkflowReaderStack(app, 'ImagebuilderWorkflowReader', {
      roleName: configuration.memberRoleName,
      externalId: configuration.externalId,
      decryptsWorkflows: configuration.memberRoleDecrypts,
    });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
