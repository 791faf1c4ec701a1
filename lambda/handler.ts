import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { systemClock } from './clock';
import { parseEnvironment, type Settings } from './function/environment';
import { makeHandler } from './function/invocation';
import { powertoolsMetrics } from './function/metrics';
import { createS3Client } from './lake/s3/client';
import { createS3Lake } from './lake/s3/s3-lake';
import { membersOf } from './source/aws/member-accounts';
import { createAwsSource } from './source/aws/source';

const client = createS3Client();
let settings: Settings | undefined;

/** What Lambda calls. The clients are made once for each execution environment. */
export const handler = makeHandler({
  settings: () => {
    settings ??= parseEnvironment(process.env);
    return settings;
  },
  openLake: ({ bucket, encryption }) => createS3Lake({ bucket, encryption, client }),
  openSource: (request, reportCall) => createAwsSource({ members: membersOf(request), reportCall }),
  clock: systemClock,
  log: new Logger(),
  sendMetrics: powertoolsMetrics(),
  scratchFolder: join(tmpdir(), 'imagebuilder-workflow-lake'),
});
