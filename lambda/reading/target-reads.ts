import { type ImageBuilder, type Page, ReadError, type Workflow, type WorkflowSummary } from '../source/image-builder';

/** After so many details in a row that throttling or a failing service refused, no more are asked for in this run. */
const MOST_REFUSALS_IN_A_ROW = 5;

/** The reads of one target, counted; no call begins once the signal has aborted. */
export class TargetReads implements ImageBuilder {
  listCalls = 0;
  getCalls = 0;
  private refusals = 0;
  private lastRefusal: ReadError | undefined;

  constructor(
    private readonly api: ImageBuilder,
    private readonly signal: AbortSignal,
  ) {}

  async listWorkflowBuildVersions(request: {
    readonly workflowVersionArn?: string | undefined;
    readonly nextToken?: string | undefined;
  }): Promise<Page<WorkflowSummary>> {
    this.checkTime();
    this.listCalls++;
    return this.api.listWorkflowBuildVersions(request);
  }

  async listWorkflows(request: { readonly nextToken?: string | undefined }): Promise<Page<{ readonly arn: string }>> {
    this.checkTime();
    this.listCalls++;
    return this.api.listWorkflows(request);
  }

  async getWorkflow(arn: string): Promise<Workflow> {
    this.checkTime();
    if (this.refusals >= MOST_REFUSALS_IN_A_ROW && this.lastRefusal !== undefined) throw this.lastRefusal;
    this.getCalls++;
    try {
      const workflow = await this.api.getWorkflow(arn);
      this.refusals = 0;
      return workflow;
    } catch (error) {
      this.count(error);
      throw error;
    }
  }

  private count(error: unknown): void {
    if (!(error instanceof ReadError)) return;
    const isRefusal = error.reason === 'throttled' || error.reason === 'unavailable';
    this.refusals = isRefusal ? this.refusals + 1 : 0;
    this.lastRefusal = error;
  }

  private checkTime(): void {
    if (this.signal.aborted)
      throw new ReadError('timed_out', 'DeadlineReached', 'the time for this run was up before the call was made');
  }
}
