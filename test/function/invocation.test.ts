import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '../../lambda/clock';
import { changeKey, manifestKey } from '../../lambda/contract/layout';
import { CHANGE_METRICS } from '../../lambda/contract/metrics';
import { EnvironmentError, type Settings } from '../../lambda/function/environment';
import { type HandlerPorts, type InvocationContext, makeHandler } from '../../lambda/function/invocation';
import { toLogError } from '../../lambda/function/log-error';
import type { Counts } from '../../lambda/function/metrics';
import { reserveOf } from '../../lambda/function/reserve';
import type { Log } from '../../lambda/function/run-log';
import { type Members, membersOf } from '../../lambda/source/aws/member-accounts';
import { ReadError, type Source } from '../../lambda/source/image-builder';
import { refusal } from '../../local/fake-image-builder/answer';
import { type Behaviour, HEALTHY } from '../../local/fake-image-builder/behaviour';
import type { FakeAccount } from '../../local/fake-image-builder/fake-account';
import { ACCOUNT, accountOf, definition } from '../fakes/account';
import { AccountSource } from '../fakes/account-source';
import { MemoryLake } from '../fakes/memory-lake';
import { oneAccount } from '../fakes/one-account';
import { OrganizationSource } from '../fakes/organization-source';
import { at } from '../fakes/scheduled-time';

const NOW = Date.parse('2026-11-22T06:00:07.250Z');
const SIX = '2026-11-22T06:00:00Z';
const FIVE = '2026-11-22T05:00:00Z';
const SECRET = 'marker-of-a-document';
const NOT_AUTHORIZED = refusal(403, 'AccessDeniedException', 'not authorized');
const DENIED: Behaviour = { kind: 'scripted', refuse: () => NOT_AUTHORIZED };

/** Stands still; what is to be woken later never is. */
const STILL: Clock = { now: () => NOW, monotonic: () => 0, wakeAt: () => () => undefined };

const NOTHING_PUBLISHED: Counts = {
  RunsPublished: 0,
  RecordsLost: 0,
  RunSeconds: 0,
  CallsSent: 0,
  CallsThrottled: 0,
};

interface Line {
  readonly level: string;
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

let lake: MemoryLake;
let account: FakeAccount;
let source: AccountSource;
let settings: Settings;
let lines: Line[];
let keys: Record<string, unknown>;
let sent: Counts[];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'handler-'));
  lake = new MemoryLake();
  account = accountOf({
    'eu-west-1': [definition('a', { data: SECRET })],
    'us-east-1': [definition('b', { data: SECRET })],
  });
  source = new AccountSource(account);
  settings = {
    bucket: 'example-lake',
    accounts: 'self',
    excludedAccounts: [],
    regions: 'enabled',
    excludedRegions: [],
  };
  lines = [];
  keys = {};
  sent = [];
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write =
  (level: string) =>
  (message: string, facts: Readonly<Record<string, unknown>>): void => {
    lines.push({ level, message, facts: { ...keys, ...facts } });
  };

const log: Log = {
  appendKeys: (facts) => Object.assign(keys, facts),
  resetKeys: () => {
    keys = {};
  },
  debug: write('DEBUG'),
  info: write('INFO'),
  warn: write('WARN'),
  error: write('ERROR'),
};

const CONTEXT: InvocationContext = {
  awsRequestId: 'request-1',
  invokedFunctionArn: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:collector`,
  getRemainingTimeInMillis: () => 900_000,
};

const invoke = (event: unknown, ports: Partial<HandlerPorts> = {}, context: Partial<InvocationContext> = {}) =>
  makeHandler({
    settings: () => settings,
    openLake: () => lake,
    openSource: () => source,
    clock: STILL,
    log,
    sendMetrics: (counts) => sent.push(counts),
    scratchFolder: join(folder, 'scratch'),
    ...ports,
  })(event, { ...CONTEXT, ...context });

const failing = async (work: Promise<unknown>): Promise<Error> => {
  const error = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (error instanceof Error) return error;
  throw new Error('it did not fail');
};

const of = (level: string): readonly Line[] => lines.filter((line) => line.level === level);

describe('an invocation', () => {
  it('publishes the run of its scheduled time, and answers and logs how it ended', async () => {
    const summary = await invoke({ scheduledTime: SIX });
    expect(summary).toEqual({
      run: SIX,
      status: 'published',
      outcomes: { complete: 2 },
      rows: 2,
      changes: { entered_scope: 2 },
      all_fresh: true,
    });
    expect(lake.puts.at(-1)).toBe(manifestKey(at(SIX)));
    expect(of('INFO').map(({ message }) => message)).toEqual(['Planned', 'Committed', 'Published', 'Run ended']);
    expect(of('INFO').at(-1)?.facts).toEqual({ function_request_id: 'request-1', ...summary });
    expect(of('DEBUG').map(({ message }) => message)).toEqual(['Target done', 'Target done', 'Merging']);
  });

  it('is of the second that it is now, where no scheduled time is given', async () => {
    expect((await invoke({})).run).toBe('2026-11-22T06:00:07Z');
  });

  it('takes a scheduled time with a fraction of zeros', async () => {
    expect((await invoke({ scheduledTime: '2026-11-22T06:00:00.000Z' })).run).toBe(SIX);
  });

  it.each([
    [
      { scheduledTime: SIX, region: 'eu-west-1' },
      'the event holds "region"; it may hold scheduledTime and dropScope, and nothing else',
    ],
    [{ scheduledTime: '2026-02-30T00:00:00Z' }, 'scheduledTime is "2026-02-30T00:00:00Z"; it must be a time in UTC'],
    [{ scheduledTime: '<aws.scheduler.scheduled-time>' }, 'scheduledTime is "<aws.scheduler.scheduled-time>"; it must'],
    [{ scheduledTime: '2026-11-22T06:00:00+01:00' }, 'must be a time in UTC with whole seconds, such as 2026-11-22T06'],
    [{ scheduledTime: '2026-11-22T06:00:00.5Z' }, 'must be a time in UTC with whole seconds'],
    [{ scheduledTime: 1 }, 'scheduledTime is of type number'],
    [{ scheduledTime: null }, 'scheduledTime is null'],
    [[], 'the event is an array; it must be {"scheduledTime": "2026-11-22T06:00:00Z"} or {}'],
    [null, 'the event is null'],
    ['now', 'the event is of type string'],
  ])('refuses %j as an event, and says why', async (event, message) => {
    const error = await failing(invoke(event));
    expect(error.name).toBe('EventError');
    expect(error.message).toContain(message);
    expect(lake.puts).toEqual([]);
  });

  it('quotes no more than a piece of an event that it refuses', async () => {
    const long = 'x'.repeat(10_000);
    const members = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`${index}${long}`, 1]));
    for (const event of [{ scheduledTime: long }, members])
      expect((await failing(invoke(event))).message.length).toBeLessThan(300);
  });

  it('fails with every fault of the environment each time, and counts that nothing was published', async () => {
    const broken = () => {
      throw new EnvironmentError('LAKE_BUCKET is missing');
    };
    for (const _ of [1, 2])
      expect((await failing(invoke({}, { settings: broken }))).message).toBe('LAKE_BUCKET is missing');
    expect(of('ERROR').map(({ facts }) => facts['error'])).toMatchObject([
      { name: 'EnvironmentError', message: 'LAKE_BUCKET is missing' },
      { name: 'EnvironmentError' },
    ]);
    expect(sent).toEqual(Array(2).fill(NOTHING_PUBLISHED));
  });

  it('logs nothing of the one before', async () => {
    await invoke({ scheduledTime: SIX });
    await failing(invoke({ region: 'eu-west-1' }, {}, { awsRequestId: 'request-2' }));
    expect(of('ERROR')[0]?.facts).toEqual({ function_request_id: 'request-2', error: expect.anything() });
  });

  it('fails where the function’s ARN says no account', async () => {
    const error = await failing(invoke({}, {}, { invokedFunctionArn: 'arn:aws:lambda:eu-west-1:nobody:function:x' }));
    expect(error.message).toContain('names no account');
  });
});

describe('a target that cannot be read', () => {
  beforeEach(() => {
    account.region('us-east-1').behaviour = DENIED;
  });

  it('is a warning with its reason and what to do, and counted, and the run succeeds', async () => {
    const { status, outcomes } = await invoke({ scheduledTime: SIX });
    expect({ status, outcomes }).toEqual({ status: 'published', outcomes: { complete: 1, denied: 1 } });
    expect(of('WARN')).toEqual([
      {
        level: 'WARN',
        message: 'Target not read: its rows are those of an earlier run',
        facts: expect.objectContaining({
          run: SIX,
          account_id: ACCOUNT,
          region: 'us-east-1',
          outcome: 'denied',
          error_code: 'AccessDeniedException',
          error_message: 'not authorized',
          advice: expect.stringContaining('Allow imagebuilder:ListWorkflowBuildVersions'),
        }),
      },
    ]);
    expect(sent).toEqual([
      {
        ...NOTHING_PUBLISHED,
        RunsPublished: 1,
        TargetsFailed: 1,
        OldestTargetSeconds: 0,
        RowsPublished: 1,
        RowsWithoutDetail: 0,
        TargetsComplete: 1,
        TargetsDenied: 1,
        RowsEnteredScope: 1,
      },
    ]);
  });

  it.each([
    ['not authorized with an explicit deny in a service control policy', 'A policy denies it'],
    ['not authorized to perform: kms:Decrypt', 'Allow kms:Decrypt'],
  ])('is told what to do by what AWS said: %s', async (said, advice) => {
    account.region('us-east-1').behaviour = {
      kind: 'scripted',
      refuse: () => refusal(403, 'AccessDeniedException', said),
    };
    await invoke({ scheduledTime: SIX });
    expect(of('WARN')[0]?.facts).toMatchObject({ error_message: said, advice: expect.stringContaining(advice) });
  });

  it('fails the invocation where there is no other: after publishing, each time, and counted once', async () => {
    account.region('eu-west-1').behaviour = DENIED;
    const first = await failing(invoke({ scheduledTime: SIX }));
    expect(lake.puts.at(-1)).toBe(manifestKey(at(SIX)));
    const second = await failing(invoke({ scheduledTime: SIX }));
    expect([first.name, second.name]).toEqual(['NothingReadError', 'NothingReadError']);
    expect(of('WARN').map(({ facts }) => facts)).toEqual([expect.objectContaining({ outcome: 'denied', targets: 2 })]);
    expect(sent).toEqual([
      {
        ...NOTHING_PUBLISHED,
        RunsPublished: 1,
        TargetsFailed: 2,
        RowsPublished: 0,
        RowsWithoutDetail: 0,
        TargetsDenied: 2,
      },
      NOTHING_PUBLISHED,
    ]);
  });

  it('throws name, message and stack at Lambda, which logs whatever else an error holds', async () => {
    account.region('eu-west-1').behaviour = DENIED;
    const error = await failing(invoke({ scheduledTime: SIX }));
    expect(Object.keys(error)).toEqual(['name']);
    expect(error.stack).toMatch(/^NothingReadError: .*\n {4}at /);
  });
});

describe('a target that could be read before', () => {
  it('grows older with each run that does not read it, and is fresh again with the first that does', async () => {
    const ages: unknown[] = [];
    for (const [scheduledTime, behaviour] of [
      ['2026-11-22T03:00:00Z', HEALTHY],
      ['2026-11-22T04:00:00Z', DENIED],
      [FIVE, DENIED],
      [SIX, HEALTHY],
    ] as const) {
      account.region('us-east-1').behaviour = behaviour;
      await invoke({ scheduledTime });
      ages.push(sent.at(-1)?.OldestTargetSeconds);
    }
    expect(ages).toEqual([0, 3600, 7200, 0]);
  });
});

describe('what changes between two runs', () => {
  it('is counted by its kind, and kinds that did not occur are not sent', async () => {
    await invoke({ scheduledTime: FIVE });
    account.region('eu-west-1').create(definition('c'));
    account.region('us-east-1').create(definition('d'));
    await invoke({ scheduledTime: SIX });
    const kinds = Object.values(CHANGE_METRICS);
    const changed = Object.entries(sent[1] ?? {}).filter(([name]) => kinds.some((kind) => kind === name));
    expect(changed).toEqual([['RowsCreated', 2]]);
  });
});

describe('a request to AWS', () => {
  const calling: HandlerPorts['openSource'] = (_, reportCall) => {
    for (const event of ['sent', 'sent', 'throttled'] as const) reportCall(event);
    return source;
  };

  it('is counted, and once more where it is throttled, for each invocation by itself', async () => {
    for (const scheduledTime of [FIVE, SIX]) await invoke({ scheduledTime }, { openSource: calling });
    expect(sent).toMatchObject(Array(2).fill({ RunsPublished: 1, CallsSent: 2, CallsThrottled: 1 }));
  });

  it('is counted also where the run fails', async () => {
    settings = { ...settings, regions: ['us-east-1'], excludedRegions: ['us-east-1'] };
    await failing(invoke({}, { openSource: calling }));
    expect(sent).toMatchObject([{ RunsPublished: 0, CallsSent: 2, CallsThrottled: 1 }]);
  });
});

describe('a build whose details are refused', () => {
  it('is counted as a row without detail', async () => {
    account.region('eu-west-1').behaviour = { kind: 'denied', actions: ['GetWorkflow'] };
    await invoke({ scheduledTime: SIX });
    expect(sent[0]).toMatchObject({
      TargetsComplete: 1,
      TargetsPartial: 1,
      TargetsFailed: 0,
      RowsPublished: 2,
      RowsWithoutDetail: 1,
    });
    expect(of('WARN')).toEqual([]);
  });
});

describe('a run that the lake holds already', () => {
  it('succeeds again and counts nothing twice', async () => {
    const { status, ...first } = await invoke({ scheduledTime: SIX });
    expect(await invoke({ scheduledTime: SIX })).toEqual({ ...first, status: 'already_published' });
    expect(sent[1]).toEqual(NOTHING_PUBLISHED);
  });

  it('succeeds where a later one came first', async () => {
    await invoke({ scheduledTime: SIX });
    expect(await invoke({ scheduledTime: FIVE })).toEqual({
      run: FIVE,
      status: 'overtaken',
      outcomes: null,
      rows: null,
      changes: null,
      all_fresh: null,
    });
    expect(sent[1]).toMatchObject({ RunsPublished: 0 });
  });
});

describe('records that expired before their run was announced', () => {
  it('are a warning, and counted', async () => {
    await invoke({ scheduledTime: FIVE });
    for (const key of lake.objects.keys()) if (/^(run|manifest)\//.test(key)) lake.objects.delete(key);
    await invoke({ scheduledTime: SIX });
    expect(sent[1]).toMatchObject({ RunsPublished: 1, RecordsLost: 1 });
    expect(of('WARN')).toEqual([
      {
        level: 'WARN',
        message: 'An earlier run was committed but not published: its publication is finished first',
        facts: expect.objectContaining({ run: FIVE }),
      },
      {
        level: 'WARN',
        message: 'An earlier run was never published and its records have expired: its changes and coverage are lost',
        facts: expect.objectContaining({ run: FIVE }),
      },
    ]);
  });
});

describe('the scope', () => {
  it('is the configuration’s word: a Region that is excluded leaves, and its rows say so', async () => {
    await invoke({ scheduledTime: FIVE });
    settings = { ...settings, excludedRegions: ['us-east-1'] };
    expect(await invoke({ scheduledTime: SIX })).toMatchObject({ rows: 1, changes: { left_scope: 1 } });
    expect(lake.puts).toContain(changeKey(at(SIX)));
  });

  it('follows the account: a Region that is disabled leaves, and comes again', async () => {
    await invoke({ scheduledTime: FIVE });
    account.region('us-east-1').behaviour = { kind: 'not_enabled' };
    expect(await invoke({ scheduledTime: SIX })).toMatchObject({ rows: 1, changes: { left_scope: 1 } });
    account.region('us-east-1').behaviour = HEALTHY;
    expect(await invoke({})).toMatchObject({ rows: 2, changes: { entered_scope: 1 } });
  });

  it('loses many accounts only where the event says so, and only in that run', async () => {
    const ids = [ACCOUNT, '220000000001', '220000000002', '220000000003'];
    const organization = new OrganizationSource(Object.fromEntries(ids.map((id) => [id, ['eu-west-1']])));
    const ports = { openSource: () => organization };
    settings = { ...settings, accounts: { units: [], excludedUnits: [] }, memberRole: 'member' };
    await invoke({ scheduledTime: FIVE }, ports);
    organization.listed = organization.listed.slice(0, 1);
    expect((await failing(invoke({ scheduledTime: SIX }, ports))).name).toBe('ScopeLossError');
    const meant = await invoke({ scheduledTime: SIX, dropScope: true }, ports);
    expect(meant).toMatchObject({ rows: 1, changes: { left_scope: 3 } });
  });

  it('enters other accounts by the role of its settings, and names the run to them', async () => {
    settings = { ...settings, accounts: [ACCOUNT], memberRole: 'lake/member', externalId: 'open:sesame' };
    let members: Members | undefined;
    const openSource: HandlerPorts['openSource'] = (request) => {
      members = membersOf(request);
      return source;
    };
    await failing(invoke({ scheduledTime: SIX }, { openSource }));
    expect(members).toEqual({
      accountId: ACCOUNT,
      memberRole: 'lake/member',
      externalId: 'open:sesame',
      scheduledTime: SIX,
    });
  });

  it('never replaces the rows of another account', async () => {
    await invoke({ scheduledTime: FIVE });
    const invokedFunctionArn = 'arn:aws:lambda:eu-west-1:444455556666:function:collector';
    const error = await failing(invoke({ scheduledTime: SIX }, {}, { invokedFunctionArn }));
    expect(error.name).toBe('ScopeLossError');
    expect(error.message).toContain(
      `the lake was collected from account ${ACCOUNT}, but this run collects from 444455556666`,
    );
  });
});

describe('the time that a function has', () => {
  it('is kept for publishing by a fifth, at least a minute, at most the half', () => {
    expect([900_000, 300_000, 240_000, 100_000, 3_000].map(reserveOf)).toEqual([
      180_000, 60_000, 60_000, 50_000, 1_500,
    ]);
  });

  it('ends the reading when the reserve is reached, and what was learnt is published', async () => {
    const wakes: number[] = [];
    const clock: Clock = {
      now: () => NOW,
      monotonic: () => 0,
      wakeAt: (time, callback) => {
        wakes.push(time);
        setImmediate(callback);
        return () => undefined;
      },
    };
    const silent: Source = {
      ...oneAccount,
      enabledRegions: () => source.enabledRegions(),
      imageBuilder: (target, signal) => ({
        ...source.imageBuilder(target),
        ...(target.region === 'us-east-1' && { listWorkflowBuildVersions: () => untilAborted(signal) }),
      }),
    };
    const { outcomes } = await invoke({ scheduledTime: SIX }, { clock, openSource: () => silent });
    expect(wakes[0]).toBe(NOW + 720_000);
    expect(outcomes).toEqual({ complete: 1, timed_out: 1 });
  });
});

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new ReadError('timed_out', 'Deadline', 'the deadline')));
  });

describe('the disk', () => {
  it('is used within one folder, where the next invocation finds it', async () => {
    let used: readonly string[] = [];
    const openLake = () => {
      used = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      return lake;
    };
    await invoke({ scheduledTime: SIX }, { openLake });
    expect(used).toEqual(['scratch', expect.stringMatching(/^scratch\/run-\w+$/)]);
  });

  it('is as empty after an invocation as before it, and what a killed one left is removed', async () => {
    const left = join(folder, 'scratch', 'run-killed');
    mkdirSync(left, { recursive: true });
    writeFileSync(join(left, 'rows.ndjson'), SECRET);
    await invoke({ scheduledTime: SIX });
    expect(readdirSync(folder, { recursive: true })).toEqual(['scratch']);
  });
});

describe('document text', () => {
  it('is in no log line, metric or answer', async () => {
    const answers = [await invoke({ scheduledTime: FIVE }), await invoke({ scheduledTime: SIX })];
    expect(JSON.stringify([answers, lines, sent])).not.toContain(SECRET);
    expect(lines.length).toBeGreaterThan(8);
  });

  it('is not taken over from an error that quotes what could not be parsed, or carries an answer', () => {
    const quoting = failingParse(SECRET);
    const carrying = Object.assign(new Error('refused', { cause: quoting }), { $response: { body: SECRET } });
    expect(quoting.message).toContain(SECRET.slice(0, 5));
    expect(JSON.stringify([toLogError(quoting), toLogError(carrying), toLogError(SECRET)])).not.toMatch(/marker/);
    expect(toLogError(carrying)).toMatchObject({ name: 'Error', message: 'refused' });
  });
});

const failingParse = (text: string): Error => {
  try {
    JSON.parse(text);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('it was parsed');
};
