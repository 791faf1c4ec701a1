import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
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
import {
  boolCoreTag,
  defineMappingTag,
  floatCoreTag,
  intCoreTag,
  loadAll,
  mergeTag,
  nullCoreTag,
  Schema,
  seqTag,
  strTag,
  YAMLException,
} from 'js-yaml';
import { minLength, object, optional, pipe, refine, string, transform } from 'zod/mini';

/**
 * What lambda/handler.ts cannot do without, the libraries alone: it is measured against this. Logger, metrics and one
 * client are made when it is loaded, as in any handler; those of the Regions are made when it is known which there are.
 */
export const handler = async (): Promise<number> => SDK.length + POWERTOOLS.length + YAML.length + ZOD.length;

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

const YAML = [
  boolCoreTag,
  defineMappingTag,
  floatCoreTag,
  intCoreTag,
  loadAll,
  mergeTag,
  nullCoreTag,
  Schema,
  seqTag,
  strTag,
  YAMLException,
];

const POWERTOOLS = [new Logger(), new Metrics()];

const ZOD = [minLength, object, optional, pipe, refine, string, transform];
