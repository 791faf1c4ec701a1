import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../lambda/contract/manifest';
import type { FakeAccount } from '../../local/fake-image-builder/fake-account';
import { type FakeImageBuilder, startFakeImageBuilder } from '../../local/fake-image-builder/server';
import { sampleAccount } from '../../local/sample-account/sample-account';
import { Random } from '../simulation/random';
import { awsClients } from './aws-clients';
import { CollectProgram } from './collect-program';
import { type MiniStack, startMiniStack } from './install/ministack';
import { step } from './install/step';
import { KillingProxy, type Moment } from './killing-proxy';
import { LakeBucket, makeBucket, objectsOf } from './lake-bucket';

const MINUTE = 60_000;
/** More requests than a run makes. */
const MOST = 60;
const RANDOM_KILLS = 16;
/** Another one each time; a failure names it. */
const SEED = Math.floor(Date.now() / 1000);
const FIRST = Math.floor(Date.now() / MINUTE) * MINUTE - 4 * MOST * MINUTE;

let ministack: MiniStack;
let proxy: KillingProxy;
let account: FakeAccount;
let fake: FakeImageBuilder;
let program: CollectProgram;

beforeAll(async () => {
  ministack = await startMiniStack();
  proxy = await KillingProxy.start(ministack.endpoint);
  account = sampleAccount();
  fake = await startFakeImageBuilder(account);
  program = await CollectProgram.make();
});

afterAll(async () => {
  await program?.remove();
  await fake?.close();
  await proxy?.stop();
  await ministack?.stop();
});

/** A lake, and attempts at runs in it, of which each has a minute of its own. */
class Story {
  private minute = 0;
  private constructor(readonly lake: LakeBucket) {}

  static async begin(): Promise<Story> {
    const { s3 } = awsClients(ministack);
    return new Story(new LakeBucket(s3, await makeBucket(s3)));
  }

  nextMinute(): void {
    this.minute++;
  }

  /** The scheduled time of the run of some minute. */
  time(minute = this.minute): string {
    return new Date(FIRST + minute * MINUTE).toISOString().replace('.000Z', 'Z');
  }

  start(scheduledTime: string): ChildProcess {
    const environment = { ...ministack.environment, AWS_ENDPOINT_URL: fake.url, AWS_ENDPOINT_URL_S3: proxy.url };
    return program.start({ lake: `s3://${this.lake.name}`, scheduledTime, environment });
  }

  /** Returns whether the process lived to its end. */
  async attempt(moment?: Moment): Promise<boolean> {
    const child = this.start(this.time());
    proxy.watch(child, moment);
    await once(child, 'exit');
    if (child.signalCode === 'SIGKILL') return false;
    // Three: published, but not every target was read in full.
    expect([0, 3]).toContain(child.exitCode);
    return true;
  }

  /** An attempt that is killed after so long, if it lives as long. */
  async attemptFor(milliseconds: number): Promise<void> {
    const child = this.start(this.time());
    proxy.watch(child);
    const ended = once(child, 'exit');
    await Promise.race([pause(milliseconds), ended]);
    child.kill('SIGKILL');
    await ended;
  }
}

/** The published runs form a chain, and each object that is announced is what its manifest says. */
const expectChain = async (lake: LakeBucket): Promise<readonly Manifest[]> => {
  const manifests = await lake.manifests();
  const before = [null, ...manifests.slice(0, -1).map(({ run }) => run)];
  expect(manifests.map(({ previous_run }) => previous_run)).toEqual(before);
  for (const manifest of manifests)
    for (const object of objectsOf(manifest)) expect(await lake.found(object)).toEqual(object);
  return manifests;
};

/** One manifest for each run in a chain, each object of a run once, and each change told once. */
const expectOneCleanStory = async (lake: LakeBucket, changes: number): Promise<void> => {
  const manifests = await expectChain(lake);
  const told = manifests.flatMap(({ objects }) => objects.change ?? []).slice(1);
  expect(told.map(({ rows }) => rows)).toEqual(Array.from({ length: changes }, () => 1));
  const once = await lake.versions('imagebuilder_workflow_c');
  expect(once).toHaveLength(manifests.length + told.length + 1);
  const [newest, rows] = [manifests.at(-1), await lake.rows('imagebuilder_workflow/snapshot.ndjson.gz')];
  expect(newest?.objects.snapshot.rows).toBe(rows.length);
  expect(rows).toHaveLength(account.regions().flatMap((region) => region.builds()).length);
};

describe('A run that is killed', () => {
  it.each([
    { carriedOut: false, again: true, name: 'before any of its requests, and is repeated' },
    { carriedOut: true, again: true, name: 'after any of its requests, and is repeated' },
    { carriedOut: true, again: false, name: 'after any of its requests, and the next one comes' },
  ])('$name: the end is as if nothing had happened', async ({ carriedOut, again }) => {
    const story = await Story.begin();
    await story.attempt();
    const region = account.region('eu-west-1');
    const arn = region.builds()[0]?.arn ?? '';
    let moments = 0;

    await step(`kill -9 at each request, carried out: ${carriedOut}, repeated: ${again}`, async () => {
      for (let request = 1, survived = false; !survived; request++) {
        story.nextMinute();
        region.tag(arn, { moment: `${carriedOut} ${again} ${request}` });
        survived = await story.attempt({ request, carriedOut });
        if (!again) story.nextMinute();
        expect(await story.attempt()).toBe(true);
        moments = request;
      }
    });

    expect(moments).toBeGreaterThan(10);
    expect(moments).toBeLessThan(MOST);
    await expectOneCleanStory(story.lake, moments);
  });
});

/** Of how many milliseconds a process lives to its end. */
const lifeOf = async (story: Story): Promise<number> => {
  const start = performance.now();
  expect(await story.attempt()).toBe(true);
  return performance.now() - start;
};

describe('A run that is killed at random moments', () => {
  it(`ends as if nothing had happened, whoever comes next (seed ${SEED})`, async () => {
    const random = new Random(SEED);
    const story = await Story.begin();
    const life = await lifeOf(story);
    const region = account.region('eu-west-1');
    const arn = region.builds()[0]?.arn ?? '';

    await step(`kill -9 at ${RANDOM_KILLS} random moments`, async () => {
      for (let kill = 1; kill <= RANDOM_KILLS; kill++) {
        story.nextMinute();
        region.tag(arn, { random: String(kill) });
        await story.attemptFor(random.next() * life);
        if (random.chance(0.5)) story.nextMinute();
        expect(await story.attempt()).toBe(true);
      }
    });

    await expectOneCleanStory(story.lake, RANDOM_KILLS);
  });
});

describe('Many attempts at once', () => {
  it('publish each run at most once, and end with the newest', async () => {
    const story = await Story.begin();
    await story.attempt();
    const arn = account.region('eu-west-1').builds()[0]?.arn ?? '';
    for (let round = 0; round < 3; round++) {
      account.region('eu-west-1').tag(arn, { round: String(round) });
      const minutes = [1, 1, 2, 2, 3, 3].map((minute) => 3 * round + minute);
      const attempts = minutes.map((minute) => story.start(story.time(minute)));
      await Promise.all(attempts.map((attempt) => once(attempt, 'exit')));
      // A run that an older one got ahead of fails, and is repeated by whoever invoked it.
      await once(story.start(story.time(3 * round + 3)), 'exit');

      const manifests = await expectChain(story.lake);
      expect(manifests.at(-1)?.run).toBe(story.time(3 * round + 3));
      expect(new Set(manifests.map(({ run }) => run)).size).toBe(manifests.length);
      expect(manifests.slice(1).filter(({ changes }) => changes.updated === 1)).toHaveLength(round + 1);
    }
  });
});
