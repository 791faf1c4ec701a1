import type { ReadFailure, Tags, WorkflowParameter, WorkflowState } from '../../../lambda/source/image-builder';
import { Timeline } from './timeline';

/** Stands in every document, so that a document that leaks is found. */
export const DOCUMENT_MARKER = 'SECRET-IN-A-DOCUMENT';

/** What of a build never changes. */
export interface BuildFacts {
  readonly accountId: string;
  readonly region: string;
  readonly arn: string;
  readonly versionArn: string;
  readonly name: string;
  readonly version: string;
  readonly build: number;
  readonly type: string;
  readonly owner: string;
  readonly description: string | undefined;
  readonly changeDescription: string | undefined;
  readonly dateCreated: string;
  readonly data: string;
  readonly kmsKeyId: string | undefined;
  readonly parameters: readonly WorkflowParameter[];
}

/** One build version, from its creation to its deletion. Several may have had one ARN, each with its own date. */
export class FakeBuild {
  deletedAt = Number.POSITIVE_INFINITY;
  readonly tags: Timeline<Tags>;
  readonly state: Timeline<WorkflowState | undefined>;
  /** Whether the lists name it: deprecated builds may drop out of them. */
  readonly listed: Timeline<boolean>;
  /** How GetWorkflow refuses its details, if it does: its key may not be used. */
  readonly refusal: Timeline<ReadFailure | undefined>;

  constructor(
    readonly facts: BuildFacts,
    readonly createdAt: number,
    tags: Tags,
  ) {
    this.tags = new Timeline(createdAt, tags);
    this.state = new Timeline<WorkflowState | undefined>(createdAt, undefined);
    this.listed = new Timeline(createdAt, true);
    this.refusal = new Timeline<ReadFailure | undefined>(createdAt, undefined);
  }

  get exists(): boolean {
    return this.deletedAt === Number.POSITIVE_INFINITY;
  }

  existedDuring(from: number, to: number): boolean {
    return this.createdAt <= to && this.deletedAt >= from;
  }

  existedThroughout(from: number, to: number): boolean {
    return this.createdAt <= from && this.deletedAt >= to;
  }
}
