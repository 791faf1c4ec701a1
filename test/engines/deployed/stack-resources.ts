import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import type { AwsClients } from '../aws-clients';

const STACK = 'ImagebuilderWorkflowLake';

/** The physical ID of the one resource of the deployed stack whose logical ID starts so. */
export type PhysicalId = (logicalIdPrefix: string) => string;

export const stackResources = async ({ cloudFormation }: AwsClients, StackName = STACK): Promise<PhysicalId> => {
  const { StackResources = [] } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName }));
  return (prefix) => {
    const found = StackResources.filter(({ LogicalResourceId = '' }) =>
      new RegExp(`^${prefix}[0-9A-F]{8}$`).test(LogicalResourceId),
    );
    const [id, ...more] = found.map(({ PhysicalResourceId }) => PhysicalResourceId);
    if (id === undefined || more.length > 0) throw new Error(`${found.length} deployed resources are called ${prefix}`);
    return id;
  };
};
