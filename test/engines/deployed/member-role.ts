import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import type { MemberRoleParameter } from '../../../lib/member-role/member-role-stack';
import type { AwsClients } from '../aws-clients';

const TEMPLATE = join(__dirname, '../../../docs/imagebuilder-workflow-reader.template.json');

type Parameters = Readonly<Partial<Record<MemberRoleParameter, string>>>;

/** Rolls the member role out in an account, by the template that the documents hand out. */
export const rollOutMemberRole = async ({ cloudFormation }: AwsClients, parameters: Parameters): Promise<void> => {
  const StackName = 'ImagebuilderWorkflowReader';
  await cloudFormation.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: readFileSync(TEMPLATE, 'utf8'),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
    }),
  );
  await waitUntilStackCreateComplete(
    { client: cloudFormation, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
    { StackName },
  );
};
