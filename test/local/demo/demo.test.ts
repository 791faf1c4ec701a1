import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { displayWidth } from '../../../local/terminal/display-width';

/** What somebody may have set, here or in their files; the demo must neither use it nor fail over it. */
const SOMEBODYS_AWS = {
  AWS_PROFILE: 'production',
  AWS_ENDPOINT_URL_IMAGEBUILDER: 'http://127.0.0.1:1',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
  AWS_REGION: 'sa-east-1',
};

interface Ended {
  readonly status: unknown;
  readonly out: string;
  readonly err: string;
}

const SOMEBODYS_CONFIG = '[default]\nignore_configured_endpoint_urls = true\n';

const start = async (folder: string): Promise<Ended> => {
  const script = [require.resolve('tsx/cli'), resolve(__dirname, '../../../local/demo.ts')];
  const env = { ...process.env, ...SOMEBODYS_AWS, HOME: folder, USERPROFILE: folder };
  const child = spawn(process.execPath, script, { cwd: folder, env });
  const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status, out, err };
};

describe('npm start', () => {
  let folder: string;
  let first: Ended;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demo-'));
    await mkdir(join(folder, '.aws'));
    await writeFile(join(folder, '.aws', 'config'), SOMEBODYS_CONFIG);
    first = await start(folder);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('works whatever AWS settings somebody has', () => {
    expect(first).toMatchObject({ status: 0 });
    expect(first.err).not.toContain('Error');
  });

  it('can be read in one go: some 140 lines, none of more than 100 columns', () => {
    const lines = first.out.split('\n');
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.length).toBeLessThanOrEqual(145);
    expect(lines.filter((line) => displayWidth(line) > 100)).toEqual([]);
  });

  it('names the denied Region, and since when its rows are as they are', () => {
    expect(first.out).toMatch(/ap-southeast-2 +denied +2026-11-21T06:00:00Z +3 /);
  });

  it('reads two accounts, and shows as data that a third could not be opened', () => {
    expect(first.out).toMatch(/^222233334444 +eu-west-1 +complete +2 /m);
    expect(first.out).toMatch(/^333344445555 +\* +denied +NULL +0 +AccessDenied$/m);
  });

  it('shows what changed between its two runs', () => {
    expect(first.out).toContain('Changes: 22 entered_scope (their Regions are read for the first time).');
    expect(first.out).toContain('Changes: 1 created, 1 updated, 1 deleted.');
    expect(first.out).toMatch(/created +eu-west-1 +golden-linux-base/);
    expect(first.out).toMatch(/deleted +eu-west-1 +smoke-test/);
  });

  it('shows no path of this machine, and no escape sequence', () => {
    expect(first.out).not.toContain(folder);
    expect(first.out).not.toContain(process.cwd());
    expect(first.out).not.toContain('\u001b');
  });

  it('leaves a lake where it says so', async () => {
    expect(await readdir(join(folder, 'lake', 'demo', 'imagebuilder_workflow'))).toEqual(['snapshot.ndjson.gz']);
    expect(await readdir(join(folder, 'lake', 'demo', 'manifest'))).toEqual(['dt=2026-11-21', 'dt=2026-11-22']);
  });

  it('ends with a page of the lake, where it says so', async () => {
    expect(first.out).toContain('Open lake/demo.html in a browser');
    expect(await readFile(join(folder, 'lake', 'demo.html'), 'utf8')).toContain('</html>');
  });

  it('says the same when it is started again', async () => {
    expect((await start(folder)).out).toBe(first.out);
  });
});
