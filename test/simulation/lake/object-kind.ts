import { MANIFEST_PREFIX, SNAPSHOT_KEY, STAGING_PREFIX, STEP_KEY } from '../../../lambda/contract/layout';
import { changeTable, coverageTable, historyTable } from '../../../lambda/contract/tables';

/** What an object is in the publishing protocol, by its key alone. */
const KINDS = [
  ['snapshot', new RegExp(`^${SNAPSHOT_KEY}$`)],
  ['history', new RegExp(`^${historyTable.name}/dt=[-0-9]{10}/snapshot\\.ndjson\\.gz$`)],
  ['step', new RegExp(`^${STEP_KEY}$`)],
  ['coverage', new RegExp(`^${coverageTable.name}/dt=[-0-9]{10}/[0-9TZ]{16}\\.ndjson\\.gz$`)],
  ['change', new RegExp(`^${changeTable.name}/dt=[-0-9]{10}/[0-9TZ]{16}\\.ndjson\\.gz$`)],
  ['manifest', new RegExp(`^${MANIFEST_PREFIX}/dt=[-0-9]{10}/[0-9TZ]{16}\\.json$`)],
  ['staged coverage', new RegExp(`^${STAGING_PREFIX}/.+/coverage\\.ndjson\\.gz$`)],
  ['staged change', new RegExp(`^${STAGING_PREFIX}/.+/change\\.ndjson\\.gz$`)],
  ['staged manifest', new RegExp(`^${STAGING_PREFIX}/.+/manifest\\.json$`)],
] as const;

export type ObjectKind = (typeof KINDS)[number][0] | 'unknown';

export const objectKindOf = (key: string): ObjectKind =>
  KINDS.find(([, pattern]) => pattern.test(key))?.[0] ?? 'unknown';
