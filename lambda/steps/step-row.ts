import type { WorkflowRow } from '../contract/tables';

/** What a row of steps needs of the row of its workflow. */
export type WorkflowOfSteps = Pick<WorkflowRow, 'arn' | 'account_id' | 'name' | 'type' | 'version' | 'data'> & {
  readonly region: string;
};

export interface StepRow {
  readonly _key: string;
  readonly account_id: string;
  readonly region: string;
  readonly arn: string;
  readonly name: string | null;
  readonly type: string | null;
  readonly version: string | null;
  readonly position: number | null;
  readonly step: string | null;
  readonly action: string | null;
  readonly description: string | null;
  readonly on_failure: string | null;
  readonly timeout_seconds: number | null;
  readonly rollback_enabled: string | null;
  readonly condition: string | null;
  readonly inputs: string | null;
  readonly other: string | null;
  readonly problem: string | null;
}
