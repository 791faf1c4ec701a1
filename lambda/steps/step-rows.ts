import { MAX_STEPS, STEP_PROBLEMS, type StepProblem } from '../contract/step-problem';
import { DocumentError } from './document-error';
import { JsonWriter } from './json-writer';
import { parseDocument } from './parse-document';
import { StepMembers } from './step-members';
import type { StepRow, WorkflowOfSteps } from './step-row';
import { isList, isMap, type YamlMap } from './yaml-value';

/**
 * The steps that a workflow's document writes down, in its order; one row that says why, where it writes none. No rows
 * where the document is unknown.
 */
export const stepRows = (workflow: WorkflowOfSteps): readonly StepRow[] => {
  if (workflow.data === null) return [];
  try {
    const writer = new JsonWriter();
    return stepsOf(parseDocument(workflow.data)).map((step, index) => rowOfStep(workflow, index + 1, step, writer));
  } catch (error) {
    if (error instanceof DocumentError) return [emptyRow(workflow, null, error.problem)];
    throw error;
  }
};

const stepsOf = (document: YamlMap): readonly unknown[] => {
  const steps = document.get('steps');
  if (!isList(steps) || steps.length === 0) throw new DocumentError('no_steps');
  if (steps.length > MAX_STEPS) throw new DocumentError('too_many_steps');
  return steps;
};

const rowOfStep = (workflow: WorkflowOfSteps, position: number, step: unknown, writer: JsonWriter): StepRow => {
  if (!isMap(step)) {
    return { ...emptyRow(workflow, position, 'step_is_no_map'), other: step === null ? null : writer.json(step) };
  }
  const members = new StepMembers(step, writer);
  return {
    ...emptyRow(workflow, position, null),
    step: members.text('name'),
    action: members.text('action'),
    description: members.text('description'),
    on_failure: members.text('onFailure'),
    timeout_seconds: members.wholeNumber('timeoutSeconds'),
    rollback_enabled: members.text('rollbackEnabled'),
    condition: members.json('if'),
    inputs: members.json('inputs'),
    other: members.rest(),
  };
};

/** What a row says of its workflow, and nothing of a step. */
const emptyRow = (workflow: WorkflowOfSteps, position: number | null, problem: StepProblem | null): StepRow => ({
  _key: `${workflow.arn}#${position ?? ''}`,
  account_id: workflow.account_id,
  region: workflow.region,
  arn: workflow.arn,
  name: workflow.name,
  type: workflow.type,
  version: workflow.version,
  position,
  step: null,
  action: null,
  description: null,
  on_failure: null,
  timeout_seconds: null,
  rollback_enabled: null,
  condition: null,
  inputs: null,
  other: null,
  problem: problem === null ? null : STEP_PROBLEMS[problem],
});
