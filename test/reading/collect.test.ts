import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collectTargets } from '../../lambda/reading/collect';
import type { TargetResult } from '../../lambda/reading/target-result';
import { RowFile } from '../../lambda/snapshot/row-file';
import { emptySnapshot } from '../../lambda/snapshot/snapshot-layout';
import { type ImageBuilder, ReadError, type Source, type Workflow } from '../../lambda/source/image-builder';
import { nameOf, type Target } from '../../lambda/target';
import { buildArn } from '../fakes/account';
import { oneAccount } from '../fakes/one-account';

const FIRST = '111122223333';
const SECOND = '444455556666';

const BAD_TOKEN = new ReadError('region_disabled', 'UnrecognizedClientException', 'the token is invalid');
const DENIED = new ReadError('denied', 'AccessDeniedException', 'not authorized');

let folder: string;
let rowFile: RowFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'collect-'));
  rowFile = new RowFile(join(folder, 'rows'));
});
afterEach(() => {
  rowFile.close();
  rmSync(folder, { recursive: true });
});

/** Accounts without workflows; a target answers its list with the error that is given for it. */
const sourceOf = (list: (target: Target) => Promise<void>): Source => ({
  ...oneAccount,
  enabledRegions: () => Promise.reject(new Error('not asked for')),
  imageBuilder: (target): ImageBuilder => ({
    listWorkflowBuildVersions: async () => {
      await list(target);
      return { items: [], nextToken: undefined };
    },
    listWorkflows: () => Promise.reject(new Error('not asked for')),
    getWorkflow: () => Promise.reject(new Error('not asked for')),
  }),
});

/** An account with so many builds in each Region. */
const sourceOfBuilds = (builds: number, getWorkflow: ImageBuilder['getWorkflow']): Source => {
  const source = sourceOf(async () => undefined);
  return {
    ...source,
    imageBuilder: (target, signal) => ({
      ...source.imageBuilder(target, signal),
      listWorkflowBuildVersions: async () => ({
        items: Array.from({ length: builds }, (_, build) => ({ arn: buildArn(target.region, `w${build}`) })),
        nextToken: undefined,
      }),
      getWorkflow,
    }),
  };
};

const collect = (targets: readonly Target[], list: (target: Target) => Promise<void>) =>
  collectFrom(sourceOf(list), targets);

const collectFrom = async (source: Source, targets: readonly Target[]) => {
  const reported: TargetResult[] = [];
  const { signal } = new AbortController();
  const onResult = (result: TargetResult): void => void reported.push(result);
  const results = await collectTargets({
    targets,
    source,
    lastSnapshot: emptySnapshot,
    rowFile,
    signal,
    onResult,
  });
  return { results, reported };
};

/** What becomes of each target, with the first answer to its list: nothing is an empty list. */
const outcomes = async (answers: readonly (readonly [account: string, region: string, ReadError?])[]) => {
  const errors = new Map(answers.map(([accountId, region, error]) => [nameOf({ accountId, region }), error]));
  const targets = answers.map(([accountId, region]) => ({ accountId, region }));
  const { results } = await collect(targets, async (target) => {
    const error = errors.get(nameOf(target));
    if (error !== undefined) throw error;
  });
  return targets.map((target) => {
    const { outcome, error } = results.get(nameOf(target)) ?? {};
    return error === undefined ? outcome : `${outcome}: ${error.code}: ${error.message}`;
  });
};

const disabled = 'region_disabled: UnrecognizedClientException: the token is invalid';
const badIn = (account: string, regions: number): string =>
  `denied: UnrecognizedClientException: the credentials are not valid in any of the ${regions} Regions of account ${account}: the token is invalid`;

describe('a token that is not valid', () => {
  it('in one of several Regions means that it is not enabled', async () => {
    expect(
      await outcomes([
        [FIRST, 'af-south-1', BAD_TOKEN],
        [FIRST, 'eu-west-1'],
        [FIRST, 'me-south-1', BAD_TOKEN],
      ]),
    ).toEqual([disabled, 'complete', disabled]);
  });

  it('in every Region of an account means that its credentials are bad', async () => {
    for (const regions of [2, 3, 5]) {
      const all = Array.from({ length: regions }, (_, i) => [FIRST, `region-${i}`, BAD_TOKEN] as const);
      expect(await outcomes(all)).toEqual(all.map(() => badIn(FIRST, regions)));
    }
  });

  it('says nothing about the credentials where another Region was denied for another reason', async () => {
    expect(
      await outcomes([
        [FIRST, 'af-south-1', BAD_TOKEN],
        [FIRST, 'eu-west-1', DENIED],
      ]),
    ).toEqual([disabled, 'denied: AccessDeniedException: not authorized']);
  });

  it('in the only Region of an account cannot be told from a Region that is not enabled', async () => {
    expect(await outcomes([[FIRST, 'af-south-1', BAD_TOKEN]])).toEqual([disabled]);
    expect(
      await outcomes([
        [FIRST, 'af-south-1', BAD_TOKEN],
        [SECOND, 'af-south-1', BAD_TOKEN],
      ]),
    ).toEqual([disabled, disabled]);
  });

  it('is judged for each account by its own Regions', async () => {
    expect(
      await outcomes([
        [FIRST, 'af-south-1', BAD_TOKEN],
        [SECOND, 'af-south-1', BAD_TOKEN],
        [FIRST, 'eu-west-1', BAD_TOKEN],
        [SECOND, 'eu-west-1'],
        [SECOND, 'us-east-1'],
      ]),
    ).toEqual([badIn(FIRST, 2), disabled, badIn(FIRST, 2), 'complete', 'complete']);
  });
});

describe('many targets', () => {
  const many = Array.from({ length: 130 }, (_, i) => ({ accountId: FIRST, region: `region-${i}` }));

  it('are read 128 at once, in the order given, and each is reported as soon as it is read', async () => {
    const begun: string[] = [];
    let underWay = 0;
    let most = 0;
    const { results, reported } = await collect(many, async ({ region }) => {
      begun.push(region);
      most = Math.max(most, ++underWay);
      await setImmediate();
      underWay--;
    });
    expect(most).toBe(128);
    expect(begun).toEqual(many.map(({ region }) => region));
    expect([...results.keys()].sort()).toEqual(many.map(nameOf).sort());
    expect(reported).toHaveLength(many.length);
  });

  it.each([
    [1, 32],
    [24, 24 * 32],
    [34, 34 * 22],
    [64, 64 * 12],
    [130, 128 * 6],
  ])('that are %i make %i calls at once and no more, so that connections do not run out', async (targets, calls) => {
    let [underWay, most] = [0, 0];
    const count = async (arn: string): Promise<Workflow> => {
      most = Math.max(most, ++underWay);
      await setImmediate();
      underWay--;
      return { arn, data: 'steps: []' };
    };
    await collectFrom(sourceOfBuilds(40, count), many.slice(0, targets));
    expect(most).toBe(calls);
  });

  it('are not failed by one that fails; a fault of this program fails them all', async () => {
    const { results } = await collect(many.slice(0, 3), async ({ region }) => {
      if (region === 'region-1') throw DENIED;
    });
    expect([...results.values()].map(({ outcome }) => outcome).sort()).toEqual(['complete', 'complete', 'denied']);
    await expect(collect(many, () => Promise.reject(new TypeError('a fault')))).rejects.toThrow('a fault');
  });
});
