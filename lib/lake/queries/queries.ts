import { ACCOUNT_QUERIES } from './account-queries';
import type { SavedQuery } from './query';
import { RECORD_QUERIES } from './record-queries';
import { STEP_QUERIES } from './step-queries';
import { WORKFLOW_QUERIES } from './workflow-queries';

export const SAVED_QUERIES: readonly SavedQuery[] = [
  ...WORKFLOW_QUERIES,
  ...STEP_QUERIES,
  ...ACCOUNT_QUERIES,
  ...RECORD_QUERIES,
];
