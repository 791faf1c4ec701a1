import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../lambda/contract/manifest';
import { HEALTHY } from '../../local/fake-image-builder/behaviour';
import type { FakeAccount } from '../../local/fake-image-builder/fake-account';
import { liveOneDay, sampleAccount } from '../../local/sample-account/sample-account';
import { DeployedCollector } from './deployed-collector';
import type { FoundObject, LakeBucket } from './lake-bucket';
import { describeRemovedActions } from './removed-actions';
import { ScheduledRuns, time } from './scheduled-runs';
import { workflowCalled } from './workflow-definition';

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

afterAll(() => collector.stop());

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

const objectsOf = ({ objects }: Manifest): readonly FoundObject[] =>
  Object.values(objects).flatMap((object) => (object === null ? [] : [object]));

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

  it('keeps the rows of a Region that it may not read any more, and says since when', async () => {
    const before = await runs.snapshot(await runs.manifest(0));
    liveOneDay(account);

    const manifest = await runs.publish(1);

    expect(manifest).toMatchObject({ all_fresh: false, changes: { created: 1, updated: 1, deleted: 1 } });
    const [covered, after] = [await runs.coverage(manifest), await runs.snapshot(manifest)];
    expect(covered.get(SYDNEY)).toMatchObject({ outcome: 'denied', as_of: time(0) });
    expect(covered.get('us-east-1')).toMatchObject({ outcome: 'complete', as_of: time(1) });
    const sydney = account.region(SYDNEY).builds();
    expect(sydney.length).toBeGreaterThan(0);
    for (const { arn } of sydney) expect(after.get(arn)).toEqual(before.get(arn));
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

  it('does nothing more for a run that is delivered again, and never goes back to an older one', async () => {
    const before = await lake.versions();

    expect(await runs.run(3)).toMatchObject({ failed: false });
    expect(await runs.run(1)).toMatchObject({ failed: false });

    expect(await lake.versions()).toEqual(before);
  });

  it('publishes once where one run is delivered twice at the same time', async () => {
    account.region('us-east-1').tag(account.region('us-east-1').builds()[0]?.arn ?? '', { twice: 'yes' });

    // So that both are at work when the first one commits.
    account.region(SYDNEY).behaviour = { kind: 'slow', milliseconds: 2500 };

    const [invocation, beside] = await Promise.all([runs.run(4), collector.collectBeside(time(4))]);
    account.region(SYDNEY).behaviour = HEALTHY;

    expect({ invocation, beside }).toMatchObject({ invocation: { failed: false }, beside: { status: 0 } });
    const { objects, changes } = await runs.manifest(4);
    expect(changes).toEqual({ updated: 1 });
    const announced = (await lake.versions()).filter((version) => version.includes(objects.coverage.key));
    expect(announced).toEqual([`${objects.coverage.key} ${objects.coverage.version_id}`]);
  });

  it('loses nothing where a third of the calls are throttled', async () => {
    account.region('us-east-1').behaviour = { kind: 'throttled', share: 0.3 };
    const manifest = await runs.publish(5);
    account.region('us-east-1').behaviour = HEALTHY;

    expect(manifest).toMatchObject({ all_fresh: true, changes: {} });
  });

  it('publishes the coverage and then fails, where nothing can be read', async () => {
    const before = await runs.snapshot(await runs.manifest(5));
    for (const region of account.regions()) region.behaviour = { kind: 'denied' };

    const { failed, answer } = await runs.run(6);
    for (const region of account.regions()) region.behaviour = HEALTHY;

    expect({ failed, answer }).toMatchObject({
      failed: true,
      answer: { errorMessage: expect.stringContaining('no target could be read') },
    });
    const manifest = await runs.manifest(6);
    expect(manifest).toMatchObject({ outcomes: { denied: account.regions().length }, changes: {} });
    expect(await runs.snapshot(manifest)).toEqual(before);
  });

  it('leaves one manifest for each run, in a chain', async () => {
    await runs.publish(7);

    const manifests = await lake.manifests();
    expect(manifests.map(({ run }) => run)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map(time));
    expect(manifests.map(({ previous_run }) => previous_run)).toEqual([
      null,
      ...manifests.slice(0, -1).map(({ run }) => run),
    ]);
  });

  it('publishes what it has learnt, where its time is over before a Region answers', async () => {
    await collector.setTimeout(6);
    account.region(SYDNEY).behaviour = { kind: 'silent' };

    const manifest = await runs.publish(8);
    account.region(SYDNEY).behaviour = HEALTHY;
    await collector.setTimeout(900);

    expect(manifest).toMatchObject({ outcomes: { timed_out: 1 }, changes: {} });
    expect((await runs.coverage(manifest)).get(SYDNEY)).toMatchObject({ outcome: 'timed_out', as_of: time(7) });
  });

  it('is repeated where it fails, and leaves a record of the run when it has failed for good', async () => {
    for (const region of account.regions()) region.behaviour = { kind: 'denied' };
    await collector.runLater(time(9));

    const records = await collector.failedRuns(1);
    for (const region of account.regions()) region.behaviour = HEALTHY;

    // MiniStack has one name for all errors.
    const errorMessage = expect.stringContaining('no target could be read');
    expect(records).toMatchObject([{ requestPayload: { scheduledTime: time(9) }, responsePayload: { errorMessage } }]);
    expect((await runs.manifest(9)).outcomes).toEqual({ denied: account.regions().length });
  });

  it('says nothing of a document, in its log and in its answers', async () => {
    account.region('eu-west-1').create(workflowCalled('secretive', 'password: correct horse battery staple'));
    account.region(SYDNEY).behaviour = { kind: 'denied' };

    const { answer } = await runs.run(10);
    account.region(SYDNEY).behaviour = HEALTHY;

    const log = await collector.log();
    for (const hour of [0, 8, 10]) expect(log).toContain(time(hour));
    const said = log + JSON.stringify(answer) + JSON.stringify(await lake.manifests());
    expect(said).not.toContain('correct horse');
    for (const { data } of builds().filter(({ data }) => data !== null))
      expect(said).not.toContain(data?.split('\n').findLast((line) => line.trim().length > 12) ?? data);
  });
});

describeRemovedActions(() => ({ account, collector }), 10);
