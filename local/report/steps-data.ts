import type { StepRow } from '../../lambda/steps/step-row';
import { stepRows } from '../../lambda/steps/step-rows';
import type { Step } from '../../page/report-data';

/** Steps are the document's alone: equal documents have equal steps, whatever workflow they are of. */
const ANY_WORKFLOW = { arn: '', account_id: '', region: '', name: null, type: null, version: null };

/** The steps of a document, as the page has them. */
export const stepsOf = (text: string): readonly Step[] => stepRows({ ...ANY_WORKFLOW, data: text }).map(stepOf);

const stepOf = (row: StepRow): Step => ({
  position: row.position,
  step: row.step,
  action: row.action,
  description: row.description,
  on_failure: row.on_failure,
  timeout_seconds: row.timeout_seconds,
  rollback_enabled: row.rollback_enabled,
  condition: row.condition,
  inputs: row.inputs,
  other: row.other,
  problem: row.problem,
});
