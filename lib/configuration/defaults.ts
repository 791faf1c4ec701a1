import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** What holds where nothing is said, in the configuration and for the constructs alike. */
export const DEFAULTS = {
  memberRoleName: 'imagebuilder-workflow-reader',
  collectorRoleName: 'imagebuilder-workflow-collector',
  schedule: 'rate(1 hour)',
  databaseName: 'aws',
  workgroupName: 'imagebuilder-workflow-lake',
  historyDays: 400,
  ephemeralStorageMiB: 2048,
  queryScanLimitBytes: 10_000_000_000,
  /** Not an address: the project knows none of its own. */
  runbook: 'docs/runbook.md',
  logRetentionDays: RetentionDays.THREE_MONTHS,
} as const;
