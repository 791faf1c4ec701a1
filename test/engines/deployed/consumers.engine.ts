import { once } from 'node:events';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetObjectCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MANIFEST_PREFIX, SNAPSHOT_KEY, STAGING_PREFIX } from '../../../lambda/contract/layout';
import type { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { type FakeImageBuilder, startFakeImageBuilder } from '../../../local/fake-image-builder/server';
import { liveOneDay, sampleAccount } from '../../../local/sample-account/sample-account';
import { blocksOf, readDocument } from '../../docs/documents';
import { type AwsClients, awsClients } from '../aws-clients';
import { CollectProgram } from '../collect-program';
import { type MiniStack, startMiniStack } from '../install/ministack';
import { LakeBucket, objectsOf } from '../lake-bucket';
import { Cdk, type Outputs } from './cdk-cli';
import { drained } from './queue-messages';
import { time } from './scheduled-runs';

let ministack: MiniStack;
let aws: AwsClients;
let account: FakeAccount;
let fake: FakeImageBuilder;
let program: CollectProgram;
let outputs: Outputs;
/** The lake as the deployed reader's role sees it. */
let readerS3: S3Client;
let lake: LakeBucket;

beforeAll(async () => {
  ministack = await startMiniStack({ enforced: true });
  aws = awsClients(ministack);
  account = sampleAccount();
  fake = await startFakeImageBuilder(account);
  program = await CollectProgram.make();
  const cdk = await Cdk.open(ministack);
  await cdk.bootstrap();
  ({ outputs } = await cdk.deploy({ app: 'npx tsx test/engines/deployed/consumer-app.ts' }));
  await cdk.close();
  readerS3 = await reader();
  lake = new LakeBucket(readerS3, output('BucketName'));
  await notifyClassically();
  await pasteRule();
});

afterAll(async () => {
  await program?.remove();
  await fake?.close();
  await ministack?.stop();
});

const output = (name: string): string => outputs[name] ?? '';

const reader = async (): Promise<S3Client> => {
  const command = new AssumeRoleCommand({ RoleArn: output('ReaderArn'), RoleSessionName: 'reader' });
  const { Credentials } = await aws.sts.send(command);
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return awsClients(ministack, credentials).s3;
};

/** Beside EventBridge, of the same objects. */
const notifyClassically = (): Promise<unknown> =>
  aws.s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: output('BucketName'),
      NotificationConfiguration: {
        EventBridgeConfiguration: {},
        QueueConfigurations: [
          {
            QueueArn: output('ClassicArn'),
            Events: ['s3:ObjectCreated:*'],
            Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: `${MANIFEST_PREFIX}/` }] } },
          },
        ],
      },
    }),
  );

/** The rule as docs/consumers.md gives it, made by the two commands that it gives. */
const pasteRule = async (): Promise<void> => {
  const document = readDocument('docs/consumers.md');
  const pattern = blocksOf(document).find(({ text }) => text.includes('"detail-type"'))?.text ?? '';
  const Name = 'workflows-published';
  const EventPattern = pattern.replace('BUCKET', output('BucketName'));
  await aws.events.send(new PutRuleCommand({ Name, EventPattern }));
  await aws.events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'mine', Arn: output('PastedArn') }] }));
};

const collect = async (hour: number): Promise<void> => {
  const environment = {
    ...ministack.environment,
    AWS_ENDPOINT_URL_IMAGEBUILDER: fake.url,
    AWS_ENDPOINT_URL_ACCOUNT: fake.url,
  };
  const child = program.start({ lake: `s3://${output('BucketName')}`, scheduledTime: time(hour), environment });
  await once(child, 'exit');
  // Three: published, but a Region was not read.
  expect([0, 3]).toContain(child.exitCode);
};

const events = (expected: number) => drained(aws.sqs, output('PublishedUrl'), expected);

const manifestKeyOf = (hour: number): string => {
  const run = time(hour);
  return `${MANIFEST_PREFIX}/dt=${run.slice(0, 10)}/${run.replaceAll(/[-:]/g, '')}.json`;
};

describe('A consumer of the lake', () => {
  it('is told of each published run by one event, with the key as it is', async () => {
    await collect(0);
    liveOneDay(account);
    await collect(1);
    await collect(2);

    const told = await events(3);

    expect(told.map(({ detail }) => detail.object.key).sort()).toEqual([0, 1, 2].map(manifestKeyOf));
    expect(told.map(({ source }) => source)).toEqual(told.map(() => 'aws.s3'));
    expect(told.map((event) => event['detail-type'])).toEqual(told.map(() => 'Object Created'));
  });

  it('is told the same by the rule that the documents show', async () => {
    const told = await drained(aws.sqs, output('PastedUrl'), 3);

    expect(told.map(({ detail }) => detail.object.key).sort()).toEqual([0, 1, 2].map(manifestKeyOf));
  });

  it('is told by S3 itself, too, with the key URL-encoded', async () => {
    const records = (await drained(aws.sqs, output('ClassicUrl'), 3)).flatMap(({ Records = [] }) => Records);

    const keys = records.map(({ s3 }) => s3.object.key);
    expect(keys.sort()).toEqual([0, 1, 2].map((hour) => manifestKeyOf(hour).replace('=', '%3D')));
  });

  it('is told nothing of a run that is repeated', async () => {
    await collect(2);
    await collect(1);

    expect(await events(0)).toEqual([]);
  });

  it('needs the manifest alone to read the run whole, and to follow the runs back to the first', async () => {
    await collect(3);
    const [event] = await events(1);
    const newest = await lake.manifest(event.detail.object.key);

    for (const object of objectsOf(newest)) expect(await lake.found(object)).toEqual(object);
    const chain = [newest];
    for (let previous = newest.previous_run; previous !== null; previous = chain.at(-1)?.previous_run ?? null)
      chain.push(await lake.manifest(manifestKeyOf([0, 1, 2, 3].findIndex((hour) => time(hour) === previous))));
    expect(chain.map(({ run }) => run)).toEqual([3, 2, 1, 0].map(time));
  });

  it('may read what is published, and may not read staging or write anything', async () => {
    const Bucket = output('BucketName');
    const staged = (await new LakeBucket(aws.s3, Bucket).versions(`${STAGING_PREFIX}/`))[0]?.split(' ')[0];
    expect(staged).toMatch(/^run\//);

    const reading = readerS3.send(new GetObjectCommand({ Bucket, Key: staged }));
    await expect(reading).rejects.toMatchObject({ name: 'AccessDenied' });
    const writing = readerS3.send(new PutObjectCommand({ Bucket, Key: SNAPSHOT_KEY, Body: 'rows' }));
    await expect(writing).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
