import { oneLine } from '../one-line';
import type { Target } from '../target';
import type { Organization } from './organization';

export interface WorkflowState {
  readonly status?: string | undefined;
  readonly reason?: string | undefined;
}

export type Tags = Readonly<Record<string, string>>;

/**
 * A build version as a list names it.
 * https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_WorkflowSummary.html
 */
export interface WorkflowSummary {
  /** A build ARN by AWS's samples; its model also allows a version ARN, or one that ends in x.x.x. */
  readonly arn: string;
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly type?: string | undefined;
  readonly owner?: string | undefined;
  readonly description?: string | undefined;
  readonly changeDescription?: string | undefined;
  readonly dateCreated?: string | undefined;
  readonly state?: WorkflowState | undefined;
  /** Absent where the list does not carry tags, which is not the same as none. */
  readonly tags?: Tags | undefined;
}

export interface WorkflowParameter {
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly defaultValue?: readonly string[] | undefined;
  readonly description?: string | undefined;
}

/**
 * A build version with its details.
 * https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_Workflow.html
 */
export interface Workflow extends WorkflowSummary {
  readonly data?: string | undefined;
  readonly kmsKeyId?: string | undefined;
  readonly parameters?: readonly WorkflowParameter[] | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/**
 * The reads of one target: one method, one API call (the client behind it repeats what is worth repeating). Answers are
 * parsed; what cannot be parsed, and every other failure, is a ReadError.
 */
export interface ImageBuilder {
  /** https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_ListWorkflowBuildVersions.html */
  listWorkflowBuildVersions(request: {
    readonly workflowVersionArn?: string | undefined;
    readonly nextToken?: string | undefined;
  }): Promise<Page<WorkflowSummary>>;
  /** Owner Self. https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_ListWorkflows.html */
  listWorkflows(request: { readonly nextToken?: string | undefined }): Promise<Page<{ readonly arn: string }>>;
  /** https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_GetWorkflow.html */
  getWorkflow(workflowBuildVersionArn: string): Promise<Workflow>;
}

/** Where workflows are read: AWS, or a fake of it. Every failure of a read is a ReadError. */
export interface Source {
  readonly organization: Organization;
  /**
   * Makes sure that an account can be read. It comes before all other reads of an account that is not the collector's
   * own.
   */
  openAccount(accountId: string, signal: AbortSignal): Promise<void>;
  /** The Regions enabled in an account. */
  enabledRegions(accountId: string, signal: AbortSignal): Promise<readonly string[]>;
  /** The reads of a target. When the signal aborts, calls under way end with a ReadError whose reason is timed_out. */
  imageBuilder(target: Target, signal: AbortSignal): ImageBuilder;
}

/** Why a read failed: an outcome of its target, or one of three answers that the collector acts upon. */
export type ReadFailure =
  | 'denied'
  | 'region_disabled'
  | 'no_endpoint'
  | 'throttled'
  | 'timed_out'
  | 'unavailable'
  | 'invalid_response'
  /** 404: what was asked for does not exist. */
  | 'not_found'
  /** The service does not know the pagination token (any more). */
  | 'invalid_token'
  /** 400 InvalidRequestException: the service refuses a call of this form. */
  | 'invalid_request';

export class ReadError extends Error {
  override readonly name = 'ReadError';
  /**
   * @param code the error's name as AWS spells it, such as AccessDeniedException
   * @param message what the service said, which is cut to one line; never a piece of an answer that might hold document text
   */
  constructor(
    readonly reason: ReadFailure,
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(oneLine(message), options);
  }
}
