import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../../lambda/contract/manifest';
import { readManifest } from '../../../lambda/publishing/records';
import { HEALTHY } from '../../../local/fake-image-builder/behaviour';
import type { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { openDirectoryLake } from '../../../local/lake/directory-lake';
import { liveOneDay, sampleAccount } from '../../../local/sample-account/sample-account';
import { type LakeBucket, objectsOf } from '../lake-bucket';
import { DeployedCollector } from './collector';
import { describeRemovedActions, workflowCalled } from './removed-actions';
import { ScheduledRuns, time } from './scheduled-runs';
import { SnapshotWatch } from './snapshot-watch';

const SYDNEY = 'ap-southeast-2';
let account: FakeAccount;
let collector: DeployedCollector;
let lake: LakeBucket;
let runs: ScheduledRuns;

beforeAll(async () => {
  account = sampleAccount();
  collector = await DeployedCollector.deploy(account, { enforced: true });
  lake = collector.lake;
  runs = new ScheduledRuns(collector);
});

afterAll(() => collector?.stop());

/** Every build of the account, with what a row takes over unchanged. */
const builds = () =>
  account.regions().flatMap((region) =>
    region.builds().map((build) => ({
      _key: build.arn,
      account_id: account.accountId,
      arn: build.arn,
      name: build.name,
      version: build.version,
      type: build.type,
      date_created: build.dateCreated,
      description: build.description ?? null,
      change_description: build.changeDescription ?? null,
      data: region.mayDecrypt(build) ? build.data : null,
    })),
  );

/** Calls of Image Builder and of Account since a moment, in alphabetical order. */
const calls = (since: number): readonly string[] =>
  collector.fake.requests
    .slice(since)
    .map(({ action }) => action)
    .sort();

const contentsOf = (manifest: Manifest) => objectsOf(manifest).map(({ key, rows, sha256 }) => ({ key, rows, sha256 }));

describe('The deployed function, run after run', () => {
  it('publishes every build of the account, as Image Builder holds it, in the order of the keys', async () => {
    const rows = [...(await runs.snapshot(await runs.publish(0))).values()];

    const keys = rows.map(({ _key }) => String(_key));
    expect(keys).toEqual(keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    const byKey = new Map(rows.map((row) => [row['_key'], row]));
    expect(byKey.size).toBe(builds().length);
    for (const build of builds()) expect(byKey.get(build._key)).toMatchObject(build);
  });

  it('announces objects that are what the manifest says, to the byte', async () => {
    const manifest = await runs.manifest(0);
    for (const { key, ...object } of objectsOf(manifest)) {
      expect(await lake.found({ key, ...object })).toEqual({ key, ...object });
    }
    expect(manifest.objects.history.sha256).toBe(manifest.objects.snapshot.sha256);
  });

  it('publishes the very bytes that a laptop makes of the same account', async () => {
    const deployed = await runs.manifest(0);
    const folder = await mkdtemp(join(tmpdir(), 'lake-'));
    await collector.collectBeside(deployed.run, folder);
    const onLaptop = await readManifest(await openDirectoryLake(folder), deployed.run);
    await rm(folder, { recursive: true });

    expect(onLaptop && contentsOf(onLaptop)).toEqual(contentsOf(deployed));
  });

  it('keeps the rows of a Region that it may not read any more, and says since when', async () => {
    const before = await runs.snapshot(await runs.manifest(0));
    liveOneDay(account);
    const since = collector.fake.requests.length;

    const manifest = await runs.publish(1);

    expect(manifest).toMatchObject({ all_fresh: false, changes: { created: 1, updated: 1, deleted: 1 } });
    const [covered, after] = [await runs.coverage(manifest), await runs.snapshot(manifest)];
    expect(covered.get(SYDNEY)).toMatchObject({ outcome: 'denied', as_of: time(0) });
    expect(covered.get('us-east-1')).toMatchObject({ outcome: 'complete', as_of: time(1) });
    const sydney = account.region(SYDNEY).builds();
    expect(sydney.length).toBeGreaterThan(0);
    for (const { arn } of sydney) expect(after.get(arn)).toEqual(before.get(arn));
    // The one build that has gone was asked for by name.
    expect(collector.fake.requests.slice(since).filter(({ status }) => status === 404)).toEqual([
      { action: 'GetWorkflow', region: 'eu-west-1', status: 404 },
    ]);
  });

  it('writes no change object where nothing is new, and asks once for each 25 builds and for nothing else', async () => {
    account.region(SYDNEY).behaviour = HEALTHY;
    for (const build of account.region('eu-west-1').builds())
      if (build.kmsKeyId !== undefined) account.region('eu-west-1').allowKey(build.kmsKeyId);
    await runs.publish(2);
    const since = collector.fake.requests.length;

    const manifest = await runs.publish(3);

    expect(manifest).toMatchObject({ all_fresh: true, changes: {}, objects: { change: null } });
    expect(calls(since)).toEqual(['ListRegions', ...account.regions().map(() => 'ListWorkflowBuildVersions')]);
  });

  it('asks for each build, and says so, where the lists carry no tags', async () => {
    for (const region of account.regions()) region.habits = { ...region.habits, carryTags: false };
    const since = collector.fake.requests.length;

    const manifest = await runs.publish(4);
    for (const region of account.regions()) region.habits = { ...region.habits, carryTags: true };

    expect(calls(since).filter((action) => action === 'GetWorkflow')).toHaveLength(builds().length);
    const tagsFrom = [...(await runs.coverage(manifest)).values()].map(({ tags_from }) => tags_from);
    expect(new Set(tagsFrom)).toEqual(new Set(['get']));
    expect(manifest).toMatchObject({ all_fresh: true, changes: {} });
  });

  it('does nothing more for a run that is delivered again, and never goes back to an older one', async () => {
    const before = await lake.versions();

    expect(await runs.run(4)).toMatchObject({ failed: false });
    expect(await runs.run(1)).toMatchObject({ failed: false });

    expect(await lake.versions()).toEqual(before);
  });

  it('publishes once where one run is delivered twice at the same time', async () => {
    account.region('us-east-1').tag(account.region('us-east-1').builds()[0]?.arn ?? '', { twice: 'yes' });

    // So that both are at work when the first one commits.
    account.region(SYDNEY).behaviour = { kind: 'slow', milliseconds: 2500 };

    const [invocation, beside] = await Promise.all([runs.run(5), collector.collectBeside(time(5))]);
    account.region(SYDNEY).behaviour = HEALTHY;

    expect({ invocation, beside }).toMatchObject({ invocation: { failed: false }, beside: { status: 0 } });
    const { objects, changes } = await runs.manifest(5);
    expect(changes).toEqual({ updated: 1 });
    const announced = (await lake.versions()).filter((version) => version.includes(objects.coverage.key));
    expect(announced).toEqual([`${objects.coverage.key} ${objects.coverage.version_id}`]);
  });

  it('loses nothing where a third of the calls are throttled', async () => {
    account.region('us-east-1').behaviour = { kind: 'throttled', share: 0.3 };
    const manifest = await runs.publish(6);
    account.region('us-east-1').behaviour = HEALTHY;

    expect(manifest).toMatchObject({ all_fresh: true, changes: {} });
  });

  it('publishes the coverage and then fails, where nothing can be read', async () => {
    const before = await runs.snapshot(await runs.manifest(6));
    for (const region of account.regions()) region.behaviour = { kind: 'denied' };

    const { failed, answer } = await runs.run(7);
    for (const region of account.regions()) region.behaviour = HEALTHY;

    expect({ failed, answer }).toMatchObject({
      failed: true,
      answer: { errorMessage: expect.stringContaining('no target could be read') },
    });
    const manifest = await runs.manifest(7);
    expect(manifest).toMatchObject({ outcomes: { denied: account.regions().length }, changes: {} });
    expect(await runs.snapshot(manifest)).toEqual(before);
  });

  it('shows a reader a whole snapshot that is published, at every moment', async () => {
    const watch = new SnapshotWatch(lake);
    for (const hour of [8, 9, 10]) {
      account.region('us-east-1').tag(account.region('us-east-1').builds()[0]?.arn ?? '', { hour: String(hour) });
      expect((await runs.publish(hour)).changes).toEqual({ updated: 1 });
    }
    const seen = await watch.stop();

    const published = (await lake.manifests()).map(({ objects }) => objects.snapshot.sha256);
    expect(seen.length).toBeGreaterThan(1);
    expect(published).toEqual(expect.arrayContaining([...seen]));
  });

  it('leaves one manifest for each run, in a chain', async () => {
    const manifests = await lake.manifests();
    expect(manifests.map(({ run }) => run)).toEqual(Array.from({ length: 11 }, (_, hour) => time(hour)));
    expect(manifests.map(({ previous_run }) => previous_run)).toEqual([
      null,
      ...manifests.slice(0, -1).map(({ run }) => run),
    ]);
  });

  it('publishes what it has learnt, where its time is over before a Region answers', async () => {
    await collector.deployedFunction.setTimeout(10);
    account.region(SYDNEY).behaviour = { kind: 'silent' };

    const manifest = await runs.publish(11);
    account.region(SYDNEY).behaviour = HEALTHY;
    await collector.deployedFunction.setTimeout(900);

    expect(manifest).toMatchObject({ outcomes: { timed_out: 1 }, changes: {} });
    expect((await runs.coverage(manifest)).get(SYDNEY)).toMatchObject({ outcome: 'timed_out', as_of: time(10) });
  });

  it('is repeated where it fails, and leaves a record of the run when it has failed for good', async () => {
    for (const region of account.regions()) region.behaviour = { kind: 'denied' };
    await collector.deployedFunction.runLater(time(12));

    const records = await collector.deployedFunction.failedRuns(1);
    for (const region of account.regions()) region.behaviour = HEALTHY;

    // MiniStack has one name for all errors.
    const errorMessage = expect.stringContaining('no target could be read');
    expect(records).toMatchObject([{ requestPayload: { scheduledTime: time(12) }, responsePayload: { errorMessage } }]);
    expect((await runs.manifest(12)).outcomes).toEqual({ denied: account.regions().length });
  });

  it('says nothing of a document, in its log and in its answers', async () => {
    account.region('eu-west-1').create(workflowCalled('secretive', 'password: correct horse battery staple'));
    account.region(SYDNEY).behaviour = { kind: 'denied' };

    const { answer } = await runs.run(13);
    account.region(SYDNEY).behaviour = HEALTHY;

    const log = await collector.deployedFunction.log();
    for (const hour of [0, 11, 13]) expect(log).toContain(time(hour));
    const said = log + JSON.stringify(answer) + JSON.stringify(await lake.manifests());
    expect(said).not.toContain('correct horse');
    for (const { data } of builds().filter(({ data }) => data !== null))
      expect(said).not.toContain(data?.split('\n').findLast((line) => line.trim().length > 12) ?? data);
  });
});

describeRemovedActions(() => ({ account, collector }), 13);
