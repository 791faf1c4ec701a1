import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FakeAccount } from '../../local/fake-image-builder/fake-account';
import { type FakeImageBuilder, startFakeImageBuilder } from '../../local/fake-image-builder/server';
import { sampleAccount } from '../../local/sample-account/sample-account';
import { ROOT, readDocument } from '../docs/documents';
import { type Ended, runProgram } from './program';

/** As cron reads a crontab: five fields and a command, which an unescaped % ends; `\%` stands for `%`. */
const parseEntry = (line: string) => {
  const [, schedule = '', rest = ''] = /^((?:\S+\s+){5})(.*)$/.exec(line) ?? [];
  const [command = '', ...input] = rest.split(/(?<!\\)%/);
  return { schedule: schedule.trim(), command: command.replaceAll('\\%', '%'), input };
};

const entries = readDocument('examples/crontab')
  .text.split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map(parseEntry);

const [entry] = entries;

describe('the crontab', () => {
  let account: FakeAccount;
  let aws: FakeImageBuilder;
  let home: string;

  beforeEach(async () => {
    account = sampleAccount();
    aws = await startFakeImageBuilder(account);
    home = mkdtempSync(join(tmpdir(), 'crontab-'));
    makeProject();
    makeProfile();
  });

  afterEach(async () => {
    await aws.close();
    rmSync(home, { recursive: true });
  });

  const project = (...names: readonly string[]): string => join(home, 'imagebuilder-workflow-lake', ...names);

  const makeProject = (): void => {
    mkdirSync(project());
    for (const name of ['package.json', 'node_modules', 'local', 'lambda', 'tsconfig.json'])
      symlinkSync(join(ROOT, name), project(name));
  };

  const makeProfile = (): void => {
    mkdirSync(join(home, '.aws'));
    const settings = ['region = eu-west-1', 'aws_access_key_id = sample', 'aws_secret_access_key = sample'];
    writeFileSync(
      join(home, '.aws', 'config'),
      ['[profile collector]', ...settings, `endpoint_url = ${aws.url}`, ''].join('\n'),
    );
  };

  /** With what cron gives a command, and nothing else; only Node may live elsewhere on this machine. */
  const runAsCron = (): Promise<Ended> => {
    const command = entry?.command.replace('PATH=', `PATH=${dirname(process.execPath)}:`) ?? '';
    return runProgram('/bin/sh', ['-c', command], {
      cwd: home,
      env: { HOME: home, LOGNAME: 'somebody', SHELL: '/bin/sh', PATH: '/usr/bin:/bin' },
    });
  };

  const log = (): string => readFileSync(join(home, 'collect.log'), 'utf8');

  it('has one entry, once an hour, which no % cuts short', () => {
    expect(entries).toHaveLength(1);
    expect(entry?.schedule).toMatch(/^[0-5]?\d \* \* \* \*$/);
    expect(entry?.input).toEqual([]);
    expect(entry?.command).toContain('date -u +%Y-%m-%dT%H:00:00Z');
  });

  it('collects the hour that has begun with the credentials of its profile, and has nothing to mail', async () => {
    expect(await runAsCron()).toEqual({ status: 0, out: '', err: '' });
    expect(log()).toMatch(/^Run \d{4}-\d\d-\d\dT\d\d:00:00Z is published: 20 workflow builds in 3 targets/m);
    expect(readdirSync(project('lake', 'mine'))).toContain('manifest');
  });

  it('has nothing to mail of a Region that could not be read: the log says which', async () => {
    account.region('us-east-1').behaviour = { kind: 'denied' };
    expect(await runAsCron()).toEqual({ status: 0, out: '', err: '' });
    expect(log()).toContain('us-east-1: denied (AccessDeniedException)');
  });

  it('mails the status of a run that failed, and where its words are', async () => {
    mkdirSync(project('lake'));
    writeFileSync(project('lake', 'mine'), 'a file');
    const { out } = await runAsCron();
    expect(out).toBe(`collect ended with status 2: see ${home}/collect.log\n`);
    expect(log()).toContain('lake/mine');
  });
});
