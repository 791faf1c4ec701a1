import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { replaceAwsEnvironment } from '../../local/demo/aws-environment';
import { useBundledProgram } from '../bundled-program';

let folder: string;
let served: ChildProcess;
let printed: string;

const serving = useBundledProgram('local/fake.ts');
const collecting = useBundledProgram('local/collect.ts');

const started = (program: string, args: readonly string[], env = process.env) =>
  spawn(process.execPath, [program, ...args], { cwd: folder, env });

/** What it prints once it serves: all in one write. */
const invitationFrom = async (child: ReturnType<typeof started>): Promise<string> => {
  for await (const chunk of child.stdout) if (String(chunk).includes('http://')) return String(chunk);
  throw new Error('it ended without naming its address');
};

const urlIn = (invitation: string): string => /http:\/\/127\.0\.0\.1:\d+/.exec(invitation)?.[0] ?? '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-'));
  const child = started(serving(), []);
  served = child;
  printed = await invitationFrom(child);
});

afterAll(async () => {
  served.kill();
  await once(served, 'close');
  await rm(folder, { recursive: true, force: true });
});

const ended = async (child: ReturnType<typeof started>) => {
  const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status, out, err };
};

const collect = (endpoint: string, ...args: readonly string[]) => {
  const env = { ...process.env };
  replaceAwsEnvironment(env, endpoint);
  return ended(started(collecting(), args, env));
};

describe('the sample account, served', () => {
  it('is what npm run collect reads with nothing but an endpoint and credentials', async () => {
    const { status, out, err } = await collect(urlIn(printed), '--lake', 'lake');
    expect({ status, err }).toMatchObject({ status: 0 });
    expect(out).toContain('20 workflow builds in 3 targets, all of them read');
  });

  it('has another beside it whose role may be assumed, and not a third', async () => {
    const accounts = ['111122223333', '222233334444', '333344445555'].flatMap((id) => ['--account', id]);
    const { status, out } = await collect(urlIn(printed), '--lake', 'several', '--role-name', 'reader', ...accounts);
    expect({ status, out }).toEqual({ status: 3, out: expect.stringContaining('22 workflow builds in 5 targets') });
    expect(out).toContain('333344445555 *: denied (AccessDenied), never read, as far as the lake knows');
  });

  it('is read with what it prints to paste, whatever profile, session and proxy the terminal has', async () => {
    const settings = printed.split('\n').filter((line) => /^ {2}(?:unset|export) /.test(line));
    const hostile = {
      AWS_PROFILE: 'nobody',
      AWS_SESSION_TOKEN: 'another',
      HTTP_PROXY: 'http://127.0.0.1:1',
      no_proxy: 'example.com',
    };
    const pasted = `${settings.join('\n')}\nexec "$0" "$@"`;
    const collected = spawn('/bin/sh', ['-c', pasted, process.execPath, collecting(), '--lake', 'pasted'], {
      cwd: folder,
      env: { ...process.env, ...hostile },
    });
    expect(await ended(collected)).toMatchObject({ status: 0, err: expect.not.stringMatching(/proxy|nobody/) });
  });

  it('changes in a day, and denies what it is told to', async () => {
    const child = started(serving(), ['--second-day', '--deny', 'us-east-1']);
    try {
      const { status, out } = await collect(urlIn(await invitationFrom(child)), '--lake', 'second-day');
      expect(status).toBe(3);
      expect(out).toContain('ap-southeast-2: denied');
      expect(out).toContain('us-east-1: denied');
      expect(out).not.toContain('eu-west-1: denied');
    } finally {
      child.kill();
      await once(child, 'close');
    }
  });

  it('is not served to whoever asks for help, or asks for what it cannot do', async () => {
    const help = await ended(started(serving(), ['--help']));
    expect(help).toMatchObject({ status: 0, err: '' });
    expect(help.out).toContain('--second-day');
    expect(help.out).toContain('333344445555, which lets nobody in');
    const wrong = await ended(started(serving(), ['--deny', 'eu-east-9', 'x']));
    expect(wrong).toMatchObject({ status: 2, out: '' });
    expect(wrong.err.replaceAll(/\s+/g, ' ')).toContain(
      '--deny eu-east-9: 111122223333 uses ap-southeast-2, eu-west-1, us-east-1. - x is not expected',
    );
  });
});
