import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { fitToOpenFiles } from '../../../local/command-line/open-files';
import { replaceAwsEnvironment } from '../../../local/demo/aws-environment';
import { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { startFakeImageBuilder } from '../../../local/fake-image-builder/server';
import { useBundledProgram } from '../../bundled-program';
import { accountOf } from '../../fakes/account';
import { AccountSource } from '../../fakes/account-source';
import { oneAccount } from '../../fakes/one-account';

const program = useBundledProgram('local/collect.ts');
const REGIONS = Array.from({ length: 34 }, (_, index) => `eu-west-${index + 1}`);
const BUILDS = 12;

const bigAccount = (): FakeAccount => {
  const account = new FakeAccount('111122223333', REGIONS);
  for (const name of REGIONS) {
    const region = account.region(name);
    for (let build = 0; build < BUILDS; build++)
      region.create({
        name: 'counted',
        version: '1.0.0',
        type: 'BUILD',
        dateCreated: '2026-01-01T00:00:00.000Z',
        data: 'steps: []',
      });
    // So that calls pile up.
    region.behaviour = { kind: 'slow', milliseconds: 200 };
  }
  return account;
};

describe('npm run collect where few files may be open', () => {
  const collect = async (limit: number) => {
    const fake = await startFakeImageBuilder(bigAccount());
    const folder = await mkdtemp(join(tmpdir(), 'open-files-'));
    try {
      const env = { ...process.env };
      replaceAwsEnvironment(env, fake.url);
      const command = [process.execPath, program(), '--lake', join(folder, 'lake')];
      const child = spawn('sh', ['-c', `ulimit -n ${limit} && exec "$@"`, 'sh', ...command], { env });
      const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
      return { status, out, err, calls: fake.requests.length };
    } finally {
      await fake.close();
      await rm(folder, { recursive: true, force: true });
    }
  };

  it('makes fewer calls at once: 34 Regions are read with 256', async () => {
    const { status, out, err } = await collect(256);
    expect({ status, err: err.includes('EMFILE') }).toEqual({ status: 0, err: false });
    expect(out).toContain(`${34 * BUILDS} workflow builds in 34 targets, all of them read.`);
  });

  it('says before the first call that there are too few', async () => {
    const { status, err, calls } = await collect(100);
    expect({ status, calls }).toEqual({ status: 1, calls: 0 });
    expect(err).toContain('lets a process open 100 files, and a run needs 140. Raise the limit: ulimit -n');
  });
});

describe('a source that is fitted to a limit of open files', () => {
  /** Of 40 calls to a Region, from so many accounts. */
  const mostAtOnce = async (limit: number | undefined, accounts: number): Promise<number> => {
    let [now, most] = [0, 0];
    const source = new AccountSource(accountOf({}));
    const fitted = fitToOpenFiles(
      {
        ...oneAccount,
        enabledRegions: () => source.enabledRegions(),
        imageBuilder: (target) => ({
          ...source.imageBuilder(target),
          getWorkflow: async (arn) => {
            most = Math.max(most, ++now);
            await new Promise((done) => setImmediate(done));
            now--;
            if (arn === 'broken') throw new Error('broken');
            return { arn };
          },
        }),
      },
      limit,
    );
    const apis = Array.from({ length: accounts }, (_, index) =>
      fitted.imageBuilder({ accountId: `11112222333${index}`, region: 'eu-west-1' }, new AbortController().signal),
    );
    const answers = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) => apis[index % accounts]?.getWorkflow(index % 3 === 0 ? 'broken' : 'arn')),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(26);
    return most;
  };

  it.each([
    [140, 1],
    [256, 3],
    [1379, 31],
    [1700, 40],
    [undefined, 40],
  ])(
    'makes of 40 calls to a Region, with a limit of %s, at most %s at once, of however many accounts',
    async (limit, most) => {
      expect(await mostAtOnce(limit, 1)).toBe(most);
      expect(await mostAtOnce(limit, 5)).toBe(most);
    },
  );
});
