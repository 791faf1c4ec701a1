import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildSync, type Metafile } from 'esbuild';
import { ENVIRONMENT } from '../../../lambda/contract/environment';
import { changeKey, manifestKey, SNAPSHOT_KEY } from '../../../lambda/contract/layout';
import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS, unitOf } from '../../../lambda/contract/metrics';

import { ENTRY, ESBUILD } from '../../../lib/collector/bundle';
import { parseConfiguration } from '../../../lib/configuration/configuration';
import { ImagebuilderWorkflowLakeStack } from '../../../lib/stack';
import { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { type FakeImageBuilder, startFakeImageBuilder } from '../../../local/fake-image-builder/server';
import { liveOneDay, sampleAccount } from '../../../local/sample-account/sample-account';
import { node24 } from '../../engines/install/node-24';
import { definition } from '../../fakes/account';
import { type LambdaRun, runInLambda } from '../../fakes/lambda/process';
import { accountIn, json, OrganizationServer, session, stsError } from '../../fakes/organization-server';
import { S3Server } from '../../fakes/s3/server';
import { BUCKET } from '../../fakes/s3/service';
import { at } from '../../fakes/scheduled-time';

const ROOT = join(__dirname, '../../..');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

interface Bundle {
  readonly code: string;
  readonly metafile: Metafile;
}

const bundle = (entryPoint: string, alias: Readonly<Record<string, string>> = ESBUILD.alias): Bundle => {
  const outfile = join(folder, 'out.js');
  const { metafile } = buildSync({ ...ESBUILD, alias, absWorkingDir: ROOT, entryPoints: [entryPoint], outfile });
  return { code: readFileSync(outfile, 'utf8'), metafile };
};

/** The stack as it is deployed where nothing is configured. */
const synthesized = (): { readonly asset: string; readonly template: Template } => {
  const app = new App({ outdir: join(folder, 'cdk.out') });
  const stack = new ImagebuilderWorkflowLakeStack(app, 'Lake', { configuration: parseConfiguration(undefined) });
  const assembly = app.synth();
  const [asset] = readdirSync(assembly.directory).filter((name) => name.startsWith('asset.'));
  if (asset === undefined) throw new Error('the stack has no asset');
  return { asset: join(assembly.directory, asset), template: Template.fromStack(stack) };
};

let ours: Bundle;
let stack: ReturnType<typeof synthesized>;

beforeAll(() => {
  ours = bundle(ENTRY);
  stack = synthesized();
});

const packageOf = (path: string): string | undefined =>
  /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1];

/** What is in the bundle, less what esbuild found that nobody uses. */
const inputs = (): readonly string[] =>
  Object.values(ours.metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );

describe('the function’s bundle', () => {
  it('holds these packages and no others', () => {
    const packages = new Set(inputs().flatMap((path) => packageOf(path) ?? []));
    expect([...packages].sort()).toEqual([
      '@aws-lambda-powertools/commons',
      '@aws-lambda-powertools/logger',
      '@aws-lambda-powertools/metrics',
      '@aws-sdk/checksums',
      '@aws-sdk/client-account',
      '@aws-sdk/client-imagebuilder',
      '@aws-sdk/client-organizations',
      '@aws-sdk/client-s3',
      '@aws-sdk/client-sts',
      '@aws-sdk/core',
      '@aws-sdk/credential-provider-env',
      '@aws-sdk/middleware-sdk-s3',
      '@aws-sdk/signature-v4-multi-region',
      '@aws-sdk/xml-builder',
      '@aws/lambda-invoke-store',
      '@smithy/core',
      '@smithy/node-http-handler',
      '@smithy/signature-v4',
      '@smithy/types',
      'js-yaml',
      'zod',
    ]);
  });

  it('holds each of them once', () => {
    expect(inputs().filter((path) => path.split('node_modules/').length > 2)).toEqual([]);
  });

  it('holds nothing of ours but the run-time code', () => {
    const own = Object.keys(ours.metafile.inputs).filter((path) => packageOf(path) === undefined);
    expect(own.filter((path) => !path.startsWith('lambda/'))).toEqual([]);
    expect(own).toContain('lambda/run.ts');
  });

  it('holds the small zod', () => {
    expect(inputs().filter((path) => path.includes('zod/v4/classic') || path.includes('zod/v3'))).toEqual([]);
  });

  it('is at most 1.05 times an empty handler with the same libraries', () => {
    const empty = bundle(join(ROOT, 'bench', 'empty-handler.ts'), {});
    expect(ours.code.length / empty.code.length).toBeLessThan(1.05);
  });

  it('is the one file of the asset that cdk synth makes', () => {
    expect(readdirSync(stack.asset)).toEqual(['index.js']);
    expect(readFileSync(join(stack.asset, 'index.js'), 'utf8') === ours.code).toBe(true);
  });

  it('names no file of the machine that made it', () => {
    expect(ours.code).not.toContain(ROOT + sep);
  });
});

const FIRST = at('2026-11-20T06:00:00Z');
const SECOND = at('2026-11-21T06:00:00Z');
const ACCOUNT = '111122223333';
const FUNCTION_ARN = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:collector`;

/** In every document of the sample account, and nowhere else. */
const OF_A_DOCUMENT = 'schemaVersion';

/** The variables that the template gives the function; what CloudFormation fills in is the stub’s. */
const templateEnvironment = (): Readonly<Record<string, string>> => {
  const functions = Object.values(stack.template.findResources('AWS::Lambda::Function'));
  expect(functions).toHaveLength(1);
  const variables: Record<string, unknown> = functions[0]?.['Properties'].Environment.Variables;
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, typeof value === 'string' ? value : BUCKET]),
  );
};

/** What Lambda itself puts into the environment. */
const LAMBDA_ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
  AWS_LAMBDA_FUNCTION_NAME: 'collector',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_FORMAT: 'JSON',
  AWS_REGION: 'eu-west-1',
  AWS_SECRET_ACCESS_KEY: 'example',
  AWS_SESSION_TOKEN: 'example',
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
};

let s3: S3Server;
let imageBuilder: FakeImageBuilder;
const account = { current: sampleAccount() };

beforeEach(async () => {
  account.current = sampleAccount();
  s3 = await S3Server.start();
  imageBuilder = await startFakeImageBuilder(account.current);
});

afterEach(async () => {
  await imageBuilder.close();
  await s3.stop();
});

const invoke = (node: string, ...events: readonly unknown[]) => invokeWith(node, templateEnvironment(), events);

const invokeWith = (
  node: string,
  variables: Readonly<Record<string, string>>,
  events: readonly unknown[],
  url = imageBuilder.url,
) => {
  const endpoints = {
    AWS_ENDPOINT_URL_ACCOUNT: url,
    AWS_ENDPOINT_URL_IMAGEBUILDER: url,
    AWS_ENDPOINT_URL_ORGANIZATIONS: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_ENDPOINT_URL_S3: s3.url,
    TMPDIR: folder,
    // The SDK warns on Node 20 that it will want a newer one: that is for who maintains this program.
    ...(node === process.execPath ? { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' } : {}),
  };
  const environment = { ...LAMBDA_ENVIRONMENT, ...variables, ...endpoints };
  return runInLambda(node, join(stack.asset, 'index.js'), FUNCTION_ARN, environment, events);
};

/** Every line is JSON. */
const linesOf = ({ stdout, stderr }: LambdaRun): readonly Record<string, unknown>[] =>
  (stdout + stderr)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

const objectOf = (key: string): string => {
  const content = s3.bucket.content(key);
  if (content === undefined) throw new Error(`no ${key}`);
  return (key.endsWith('.gz') ? gunzipSync(content) : content).toString('utf8');
};

it('needs no variable but the template’s, which are all in the contract', () => {
  expect(Object.keys(ENVIRONMENT)).toEqual(expect.arrayContaining(Object.keys(templateEnvironment())));
});

describe.each([
  ['the Node of this machine', async () => process.execPath],
  ['Node 24', node24],
])('the asset on %s', (_, nodeOf) => {
  let node: string;

  beforeAll(async () => {
    node = await nodeOf();
  }, 300_000);

  it('collects all enabled Regions into the bucket', async () => {
    const { answers, stderr } = await invoke(node, { scheduledTime: FIRST });
    expect(stderr).toBe('');
    expect(answers).toEqual([
      {
        answer: {
          run: FIRST,
          status: 'published',
          outcomes: { complete: 2, partial: 1 },
          rows: 20,
          changes: { entered_scope: 20 },
          all_fresh: true,
        },
      },
    ]);
    expect(objectOf(SNAPSHOT_KEY).trimEnd().split('\n')).toHaveLength(20);
    expect(objectOf(SNAPSHOT_KEY)).toContain(OF_A_DOCUMENT);
    expect(JSON.parse(objectOf(manifestKey(FIRST)))).toMatchObject({ run: FIRST, previous_run: null });
  });

  it('collects again in the same process, and logs, counts and fails as it does with its parts', async () => {
    const [first, second, refused] = [{ scheduledTime: FIRST }, { scheduledTime: SECOND }, { scheduled: SECOND }];
    const before = await invoke(node, first);
    const callsBefore = imageBuilder.requests.length;
    liveOneDay(account.current);
    const after = await invoke(node, second, second, refused);
    expect(after.answers).toMatchObject([
      { answer: { status: 'published', outcomes: { complete: 1, denied: 1, partial: 1 }, all_fresh: false } },
      { answer: { status: 'already_published' } },
      { error: { name: 'EventError' } },
    ]);
    expect(objectOf(changeKey(SECOND))).toContain('"deleted"');

    const lines = linesOf(after);
    expect(lines.filter(({ level }) => level === 'WARN')).toMatchObject([
      { run: SECOND, region: 'ap-southeast-2', outcome: 'denied', function_request_id: 'request-1' },
    ]);
    expect(lines.filter(({ level }) => level === 'ERROR')).toMatchObject([{ error: { name: 'EventError' } }]);
    const metrics = lines.filter((line) => '_aws' in line);
    expect(metrics).toMatchObject([
      {
        [METRIC_DIMENSION]: 'Lake',
        RunsPublished: 1,
        TargetsComplete: 1,
        TargetsPartial: 1,
        TargetsDenied: 1,
        RowsPublished: 20,
        CallsSent: imageBuilder.requests.length - callsBefore,
        CallsThrottled: 0,
      },
      { RunsPublished: 0 },
      { RunsPublished: 0 },
    ]);
    const sent = Object.keys(METRICS).filter((name) => name in (metrics[0] ?? {}));
    expect(metrics[0]?.['_aws']).toMatchObject({
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [[METRIC_DIMENSION]],
          Metrics: expect.arrayContaining(sent.map((Name) => ({ Name, Unit: unitOf(Name) }))),
        },
      ],
    });
    expect(JSON.stringify([before, after])).not.toContain(OF_A_DOCUMENT);
  });

  it('collects an organization, each account by its role', async () => {
    const ids = [ACCOUNT, '220000000001', '220000000002'];
    const organization = await OrganizationServer.start(
      ids.map((id) => {
        const one = new FakeAccount(id, ['eu-west-1']);
        one.region('eu-west-1').create(definition('web'));
        return one;
      }),
    );
    organization.organization.set('ListAccounts', [json({ Accounts: ids.map((Id) => ({ Id, State: 'ACTIVE' })) })]);
    organization.assumeRole = (parameters) =>
      accountIn(parameters) === ids[2] ? stsError(403, 'AccessDenied', 'sts:AssumeRole') : session(ids[1] ?? '');
    try {
      const variables = { ...templateEnvironment(), ACCOUNTS: 'organization', MEMBER_ROLE: 'lake/member' };
      const { answers } = await invokeWith(node, variables, [{ scheduledTime: FIRST }], organization.url);
      expect(answers).toMatchObject([{ answer: { outcomes: { complete: 2, denied: 1 }, rows: 2 } }]);
      expect(JSON.parse(objectOf(manifestKey(FIRST)))).toMatchObject({ collector_account_id: ACCOUNT });
    } finally {
      await organization.stop();
    }
  });

  it('says in one line all that its environment lacks', async () => {
    const result = await invokeWith(node, {}, [{}]);
    const missing = expect.stringMatching(/LAKE_BUCKET is missing.*REGIONS is missing.*SERVICE_NAME is missing/);
    expect(result.answers).toEqual([{ error: { name: 'EnvironmentError', message: missing } }]);
    expect(linesOf(result).filter(({ level }) => level === 'ERROR')).toMatchObject([{ error: { message: missing } }]);
  });
});
