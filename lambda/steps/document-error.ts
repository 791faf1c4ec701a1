import { STEP_PROBLEMS, type StepProblem } from '../contract/step-problem';

/** A document that gives no steps. It carries nothing of the document, nor of what the parser said, which quotes it. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';

  constructor(readonly problem: StepProblem) {
    super(STEP_PROBLEMS[problem]);
  }
}
