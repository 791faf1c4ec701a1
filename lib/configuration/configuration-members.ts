import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';
import { isBucketName, isKeyArn, partitionsOf } from '../../lambda/contract/aws-names';
import { ENABLED_REGIONS } from '../../lambda/contract/environment';
import { isSchedule } from '../collector/schedule-expression';
import { accountMembers } from './account-members';
import { DEFAULTS } from './defaults';
import { isPartitionRegion } from './partition-region';

const DATABASE = /^[a-z0-9_]{1,255}$/;

const isOfOnePartition = (regions: readonly string[]): boolean => partitionsOf(regions).length === 1;

const regionList = z.array(z.string().refine(isPartitionRegion));
const keyArn = z.string().refine(isKeyArn);

const LOG_RETENTION_DAYS = Object.values(RetentionDays).filter(
  (days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE,
);

/** Each member of the configuration: what it allows, in code and in words, and what it is for. */
export const members = {
  regions: z
    .union([z.literal(ENABLED_REGIONS), regionList.min(1).refine(isOfOnePartition)])
    .default(ENABLED_REGIONS)
    .meta({
      allowed: `"${ENABLED_REGIONS}", or a list of Regions of one partition such as ["eu-west-1", "us-east-1"]`,
      description:
        'The Regions to collect. "enabled" follows the account: those that are enabled in it when a run begins.',
    }),
  excludedRegions: regionList.default([]).meta({
    allowed: 'a list of Regions that leaves at least one to collect',
    description: 'Regions not to collect, such as those that a service control policy forbids.',
  }),
  ...accountMembers,
  schedule: z.string().refine(isSchedule).default(DEFAULTS.schedule).meta({
    allowed: 'rate(N minutes|hours|days) from 15 minutes to 3 days, or cron(…) with one to four fixed minutes, in UTC',
    description: 'When to collect: an expression of EventBridge Scheduler.',
  }),
  alarmAfterHours: z.int().min(1).max(168).optional().meta({
    allowed: 'a number of hours from 1 to 168',
    description:
      'How long no run may be published before an alarm speaks. Left out: two periods of a rate, 48 hours with cron.',
  }),
  databaseName: z.string().regex(DATABASE).default(DEFAULTS.databaseName).meta({
    allowed: 'lower-case letters, digits and _',
    description: 'The Glue database of the tables: the first half of aws.imagebuilder_workflow.',
  }),
  existingDatabase: z.boolean().default(false).meta({
    allowed: 'true or false',
    description:
      'Whether that database exists already, be it one of yours or one that this stack has left: the tables are put into it, and it is left alone.',
  }),
  existingBucketName: z.string().refine(isBucketName).optional().meta({
    allowed: 'the name of a bucket of this account and Region',
    description:
      'A bucket to use, instead of one that the stack makes. It must be versioned and send its events to EventBridge; its policy, encryption and lifecycle stay as they are.',
  }),
  bucketKeyArn: keyArn.optional().meta({
    allowed: 'the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID; not of an alias',
    description:
      'The KMS key that encrypts the lake, with an S3 Bucket Key, and the results of queries. Its policy must allow it: see docs/permissions.md. Left out: SSE-S3.',
  }),
  encryptionHeader: z.boolean().optional().meta({
    allowed: 'true or false',
    description:
      'Whether each put into the lake says how it is encrypted, as policies may demand: with bucketKeyArn, or without it as AES256. Left out: only with bucketKeyArn.',
  }),
  queryResultsBucketName: z.string().refine(isBucketName).optional().meta({
    allowed: 'the name of a bucket of this account and Region, other than that of the lake',
    description:
      'A bucket for the results of queries, for clients that read them from S3. Left out: Athena keeps them, for a day.',
  }),
  historyDays: z.int().min(7).max(3650).default(DEFAULTS.historyDays).meta({
    allowed: 'a number of days from 7 to 3650',
    description:
      'How many days of history are kept and can be queried; changes and coverage as long, and at least 90 days.',
  }),
  kmsKeyArns: z.array(keyArn).default([]).meta({
    allowed: 'a list of ARNs of keys, arn:aws:kms:REGION:ACCOUNT:key/ID; not of aliases',
    description:
      'The keys of encrypted workflows that the collector may decrypt with. The policy of each key must allow it, too. Without, such rows lack their details.',
  }),
  alarmEmail: z.email().optional().meta({
    allowed: 'an e-mail address',
    description: 'Who gets the alarms, after confirming a first mail from SNS. Left out: nobody is subscribed.',
  }),
  runbookUrl: z
    .url({ protocol: /^https$/ })
    .optional()
    .meta({
      allowed: 'an address that begins with https://',
      description:
        'Where whoever gets an alarm can open docs/runbook.md; every alarm links to its heading there. Left out: the file is named.',
    }),
  dashboard: z.boolean().default(true).meta({
    allowed: 'true or false',
    description: 'Whether the stack makes a dashboard in CloudWatch, which has a price: see docs/operating.md.',
  }),
  ephemeralStorageMiB: z.int().min(512).max(10_240).default(DEFAULTS.ephemeralStorageMiB).meta({
    allowed: 'a number of MiB from 512 to 10240',
    description: 'The disk of the function, on which the rows of a run wait.',
  }),
  queryScanLimitBytes: z.int().min(10_000_000).default(DEFAULTS.queryScanLimitBytes).meta({
    allowed: 'a number of bytes, at least 10000000',
    description: 'What one query may read in the Athena workgroup before it is stopped.',
  }),
  logRetentionDays: z
    .literal(LOG_RETENTION_DAYS)
    .default(DEFAULTS.logRetentionDays)
    .meta({
      allowed: LOG_RETENTION_DAYS.join(', '),
      description: 'How many days the log of the function is kept.',
    }),
} as const satisfies Readonly<Record<string, z.ZodType>>;
