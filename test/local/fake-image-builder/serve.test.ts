import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { replaceAwsEnvironment } from '../../../local/demo/aws-environment';

let folder: string;
let served: ChildProcess;
let url: string;

const started = (script: string, args: readonly string[], env = process.env) => {
  const path = resolve(__dirname, '../../../local', script);
  return spawn(process.execPath, ['--import', require.resolve('tsx'), path, ...args], { cwd: folder, env });
};

const urlFrom = async (child: ReturnType<typeof started>): Promise<string> => {
  for await (const chunk of child.stdout) {
    const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk)) ?? [];
    if (found !== undefined) return found;
  }
  throw new Error('it ended without naming its address');
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-'));
  const child = started('sample-account/serve.ts', []);
  served = child;
  url = await urlFrom(child);
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
  return ended(started('collect.ts', args, env));
};

describe('the sample account, served', () => {
  it('is what npm run collect reads with nothing but an endpoint and credentials', async () => {
    const { status, out, err } = await collect(url, '--lake', 'lake');
    expect({ status, err }).toMatchObject({ status: 0 });
    expect(out).toContain('20 workflow builds in 3 targets, all of them read');
  });

  it('changes in a day, and denies what it is told to', async () => {
    const child = started('sample-account/serve.ts', ['--second-day', '--deny', 'us-east-1']);
    try {
      const { status, out } = await collect(await urlFrom(child), '--lake', 'second-day');
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
    const help = await ended(started('sample-account/serve.ts', ['--help']));
    expect(help).toMatchObject({ status: 0, err: '' });
    expect(help.out).toContain('--second-day');
    const wrong = await ended(started('sample-account/serve.ts', ['--deny', 'eu-east-9', 'x']));
    expect(wrong).toMatchObject({ status: 2, out: '' });
    expect(wrong.err.replaceAll(/\s+/g, ' ')).toContain(
      '--deny eu-east-9: the sample account uses ap-southeast-2, eu-west-1, us-east-1. - x is not expected',
    );
  });
});
