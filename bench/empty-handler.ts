import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import {
  GetWorkflowCommand,
  ImagebuilderClient,
  ListWorkflowBuildVersionsCommand,
  ListWorkflowsCommand,
} from '@aws-sdk/client-imagebuilder';
import {
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/**
 * What lambda/handler.ts cannot do without, the SDK alone: it is measured against this. One client is made when it is
 * loaded, as in any handler; those of the Regions are made when it is known which there are.
 */
export const handler = async (): Promise<number> => SDK.length;

const SDK = [
  AccountClient,
  AssumeRoleCommand,
  GetObjectCommand,
  GetWorkflowCommand,
  ImagebuilderClient,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRegionsCommand,
  ListWorkflowBuildVersionsCommand,
  ListWorkflowsCommand,
  OrganizationsClient,
  PutObjectCommand,
  STSClient,
  new S3Client({}),
];
