import type { WorkflowParameter, WorkflowState } from '../source/image-builder';

/** JSON would spell a lone surrogate as an escape, which PostgreSQL and DuckDB refuse when they read the text. */
const wellFormed = (_member: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;

/** The column `parameters`: compact JSON array text, members in this order; those that are absent are left out. */
export const toParametersText = (parameters: readonly WorkflowParameter[]): string =>
  JSON.stringify(
    parameters.map(({ name, type, defaultValue, description }) => ({
      name,
      type,
      default_value: defaultValue,
      description,
    })),
    wellFormed,
  );

/** The column `state`: compact JSON object text. A workflow without a status is live: null. */
export const toStateText = (state: WorkflowState | undefined): string | null =>
  state?.status === undefined ? null : JSON.stringify({ status: state.status, reason: state.reason }, wellFormed);
