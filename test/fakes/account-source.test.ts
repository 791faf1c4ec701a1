import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AwsSource, createAwsSource } from '../../lambda/source/aws/source';
import { type ImageBuilder, ReadError } from '../../lambda/source/image-builder';
import { refusal } from '../../local/fake-image-builder/answer';
import type { Behaviour } from '../../local/fake-image-builder/behaviour';
import type { FakeAccount } from '../../local/fake-image-builder/fake-account';
import { type FakeImageBuilder, startFakeImageBuilder } from '../../local/fake-image-builder/server';
import { sampleAccount } from '../../local/sample-account/sample-account';
import { AccountSource } from './account-source';
import { useS3Environment } from './s3/environment';

const REGIONS = ['ap-southeast-2', 'eu-west-1', 'us-east-1', 'sa-east-1'];

let account: FakeAccount;
let server: FakeImageBuilder;
let restore: () => void;
let overHttp: AwsSource;

beforeEach(async () => {
  account = sampleAccount();
  server = await startFakeImageBuilder(account);
  restore = useS3Environment(server.url);
  overHttp = createAwsSource({ patience: { unavailable: 0 } });
});

afterEach(async () => {
  overHttp.close();
  restore();
  await server.close();
});

const answerOf = (call: Promise<unknown>): Promise<unknown> =>
  call.catch((error: unknown) => {
    if (!(error instanceof ReadError)) throw error;
    return { reason: error.reason, code: error.code, message: error.message };
  });

/** Everything that a Region says of its builds, and of one that it does not have. */
const readAll = async (api: ImageBuilder, region: string): Promise<readonly unknown[]> => {
  const arns = [
    ...account.regionCalled(region).builds(),
    { arn: `${account.regionCalled(region).arn('workflow/build/gone')}/1.0.0/1` },
  ];
  const gets = arns.map(({ arn }) => answerOf(api.getWorkflow(arn)));
  return Promise.all([answerOf(api.listWorkflowBuildVersions({})), answerOf(api.listWorkflows({})), ...gets]);
};

const behaviours: readonly (readonly [string, Behaviour])[] = [
  ['is healthy', { kind: 'healthy' }],
  ['is denied', { kind: 'denied' }],
  ['denies details', { kind: 'denied', actions: ['GetWorkflow'] }],
  ['fails', { kind: 'failing' }],
  ['refuses calls by a script', { kind: 'scripted', refuse: () => refusal(400, 'InvalidRequestException', 'no') }],
];

describe('the fake Image Builder in process', () => {
  it.each(behaviours)('answers as it does over HTTP where a Region %s', async (_, behaviour) => {
    account.region('eu-west-1').behaviour = behaviour;
    const inProcess = new AccountSource(account);
    for (const region of REGIONS) {
      const target = { accountId: account.accountId, region };
      const { signal } = new AbortController();
      const expected = await readAll(overHttp.imageBuilder(target, signal), region);
      expect(await readAll(inProcess.imageBuilder(target), region)).toEqual(expected);
    }
  });

  it('says which Regions are enabled as it does over HTTP', async () => {
    account.region('us-east-1').behaviour = { kind: 'not_enabled' };
    const regions = await new AccountSource(account).enabledRegions();
    expect(regions).toEqual(['ap-southeast-2', 'eu-west-1']);
    expect(await overHttp.enabledRegions(account.accountId, new AbortController().signal)).toEqual(regions);
  });
});
