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

describe('the sample account, served', () => {
  it('is what npm run collect reads with nothing but an endpoint and credentials', async () => {
    const env = { ...process.env };
    replaceAwsEnvironment(env, url);
    const collect = started('collect.ts', ['--lake', 'lake'], env);
    const [out, err, [status]] = await Promise.all([
      text(collect.stdout),
      text(collect.stderr),
      once(collect, 'close'),
    ]);
    expect({ status, err }).toMatchObject({ status: 0 });
    expect(out).toContain('20 workflow builds in 3 targets, all of them read');
  });
});
