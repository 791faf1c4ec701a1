import {
  GetWorkflowCommand,
  type ImagebuilderClient,
  ListWorkflowBuildVersionsCommand,
  ListWorkflowsCommand,
} from '@aws-sdk/client-imagebuilder';
import type { ImageBuilder, Page, Workflow, WorkflowSummary } from '../image-builder';
import { parseBuildVersions, parseWorkflow, parseWorkflowVersions } from './answers';
import type { Retry } from './retry';

/** The most that the lists accept. */
const PAGE_SIZE = 25;

/** The reads of one target, by the AWS SDK. */
export class AwsImageBuilder implements ImageBuilder {
  constructor(
    private readonly client: () => Promise<ImagebuilderClient>,
    private readonly retry: Retry,
  ) {}

  async listWorkflowBuildVersions(request: {
    readonly workflowVersionArn?: string | undefined;
    readonly nextToken?: string | undefined;
  }): Promise<Page<WorkflowSummary>> {
    const command = () => new ListWorkflowBuildVersionsCommand({ ...request, maxResults: PAGE_SIZE });
    return this.retry.call(async () => parseBuildVersions(await (await this.client()).send(command())));
  }

  async listWorkflows(request: { readonly nextToken?: string | undefined }): Promise<Page<{ readonly arn: string }>> {
    const command = () => new ListWorkflowsCommand({ ...request, owner: 'Self', maxResults: PAGE_SIZE });
    return this.retry.call(async () => parseWorkflowVersions(await (await this.client()).send(command())));
  }

  async getWorkflow(workflowBuildVersionArn: string): Promise<Workflow> {
    const command = () => new GetWorkflowCommand({ workflowBuildVersionArn });
    return this.retry.call(async () => parseWorkflow(await (await this.client()).send(command())));
  }
}
