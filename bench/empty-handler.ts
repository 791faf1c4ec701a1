import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import {
  GetWorkflowCommand,
  ImagebuilderClient,
  ListWorkflowBuildVersionsCommand,
  ListWorkflowsCommand,
} from '@aws-sdk/client-imagebuilder';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

/** What lambda/handler.ts cannot do without: it is measured against this, the SDK alone. */
export const handler = async (): Promise<number> => SDK.length;

const SDK = [
  AccountClient,
  GetObjectCommand,
  GetWorkflowCommand,
  ImagebuilderClient,
  ListRegionsCommand,
  ListWorkflowBuildVersionsCommand,
  ListWorkflowsCommand,
  PutObjectCommand,
  S3Client,
];
