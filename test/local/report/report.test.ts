import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../lambda/clock';
import { changeKey, manifestKey } from '../../../lambda/contract/layout';
import { reportCommand } from '../../../local/command-line/report-command';
import { makeScratch } from '../../../local/command-line/scratch';
import { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { ACCOUNT, accountOf, buildArn, definition } from '../../fakes/account';
import { at } from '../../fakes/scheduled-time';
import { recordedOutput } from '../demo/recorded-output';
import { collectIntoFolder } from './lakes';
import { readReport } from './report-file';

const FIRST = '2026-11-20T06:00:00Z';
const SECOND = '2026-11-21T06:00:00Z';
const SECRET = 'hunter2';
const DOCUMENT = `name: a
schemaVersion: 1.0
steps:
  - name: Wait
    action: WaitForAction
  - name: Run
    action: RunCommand
    description: ${SECRET}
    onFailure: ${SECRET}
    if:
      stringEquals: ${SECRET}
      value: ${SECRET}
    note: ${SECRET}
    inputs:
      commands: ["${SECRET}"]
`;
/** What ends scripts, attributes and comments, and characters that nobody sees. */
const HOSTILE = `</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> "'>$&\u202e`;

let temporary: string;

beforeAll(() => {
  temporary = mkdtempSync(join(tmpdir(), 'report-'));
});
afterAll(() => rmSync(temporary, { recursive: true }));

let folders = 0;
/** A folder that is not there yet, in one of its own. */
const freshFolder = (): string => {
  const parent = join(temporary, String(folders++));
  mkdirSync(parent);
  return join(parent, 'lake');
};

const report = async (argv: readonly string[], demoLake?: string) => {
  const [out, err] = [recordedOutput(200), recordedOutput(1000)];
  const signals = { listen: () => () => undefined, exit: () => undefined };
  const openNetwork = async () => ({});
  const ports = { out, err, signals, makeScratch, openNetwork, demoLake, clock: systemClock };
  const status = await reportCommand(argv, ports);
  return { status, out: out.text(), err: err.text() };
};

/** Reports on a lake, and reads what was written. */
const reportOn = async (lake: string, ...options: readonly string[]) => {
  const file = join(lake, '..', 'report.html');
  const said = await report(['--lake', lake, '--out', file, ...options]);
  expect(said).toMatchObject({ status: 0, err: '' });
  const html = readFileSync(file, 'utf8');
  return { said, html, mode: statSync(file).mode & 0o777, ...(await readReport(html)) };
};

const twoRuns = async () => {
  const lake = freshFolder();
  const account = accountOf({
    'eu-west-1': [
      definition('a', { data: DOCUMENT, tags: { team: 'platform "x"', empty: '' } }),
      definition('a', { data: DOCUMENT, version: '1.10.0' }),
      definition('a', { data: `${DOCUMENT}# more\n`, version: '1.9.0' }),
      definition('hostile', { data: HOSTILE, description: HOSTILE, tags: { [HOSTILE]: HOSTILE } }),
    ],
    'us-east-1': [definition('b', { data: 'not: [a workflow' })],
  });
  await collectIntoFolder(lake, account, FIRST);
  account.region('eu-west-1').tag(buildArn('eu-west-1', 'a'), { team: 'security' });
  account.region('us-east-1').behaviour = { kind: 'denied' };
  await collectIntoFolder(lake, account, SECOND);
  return lake;
};

describe('a report', () => {
  let lake: string;
  let read: Awaited<ReturnType<typeof reportOn>>;
  beforeAll(async () => {
    lake = await twoRuns();
    read = await reportOn(lake);
  });

  it('holds every build of the newest run, with what its columns say, by name and version', () => {
    const { builds } = read.index;
    expect(builds.filter(({ region }) => region === 'eu-west-1').map(({ name, version }) => [name, version])).toEqual([
      ['a', '1.0.0'],
      ['a', '1.9.0'],
      ['a', '1.10.0'],
      ['hostile', '1.0.0'],
    ]);
    expect(builds[0]).toMatchObject({
      account_id: ACCOUNT,
      arn: buildArn('eu-west-1', 'a'),
      kms_key_id: null,
      parameters: [],
      state: null,
    });
    expect(builds[0]?.tags).toEqual([
      { key: 'empty', value: '' },
      { key: 'team', value: 'security' },
    ]);
  });

  it('stores equal documents once, unchanged, with their steps', () => {
    const texts = read.documents.map(({ text }) => text);
    expect(texts.filter((text) => text === DOCUMENT)).toHaveLength(1);
    expect(texts).toContain(HOSTILE);
    expect(read.index.builds.map(({ document }) => texts[document ?? -1])).toEqual(
      expect.arrayContaining([DOCUMENT, HOSTILE, 'not: [a workflow']),
    );
    const steps = read.documents[texts.indexOf(DOCUMENT)]?.steps.map(({ step, action }) => [step, action]);
    expect(steps).toEqual([
      ['Wait', 'WaitForAction'],
      ['Run', 'RunCommand'],
    ]);
    expect(read.index.documents[texts.indexOf(DOCUMENT)]?.actions).toEqual(['WaitForAction', 'RunCommand']);
    expect(read.index.documents[texts.indexOf('not: [a workflow')]?.problem).not.toBeNull();
  });

  it('says what could not be read, and since when', () => {
    expect(read.index.coverage).toContainEqual(
      expect.objectContaining({ region: 'us-east-1', outcome: 'denied', as_of: FIRST, rows: 1 }),
    );
  });

  it('says what changed, and how it was before', () => {
    expect(read.index.changes.filter(({ run }) => run === SECOND)).toEqual([
      expect.objectContaining({
        change: 'updated',
        arn: buildArn('eu-west-1', 'a'),
        differences: [
          {
            column: 'tags',
            before: '"empty"=>"", "team"=>"platform \\"x\\""',
            after: '"empty"=>"", "team"=>"security"',
          },
        ],
        document: null,
      }),
    ]);
    expect(read.index.changes.at(-1)).toMatchObject({ run: FIRST, change: 'entered_scope' });
  });

  it('knows whether its changes go back to the first run, or older ones have expired', async () => {
    expect(read.index.has_whole_history).toBe(true);
    const older = await twoRuns();
    rmSync(join(older, changeKey(at(FIRST))));
    expect((await reportOn(older)).index).toMatchObject({ changes: [{ run: SECOND }], has_whole_history: false });
  });

  it('holds no markup but its own, whatever the lake holds', () => {
    expect(read.html.match(/<script/g)).toHaveLength(3 + read.index.chunks.length);
    expect(read.html.match(/<!--|onerror=|alert\(1\)/g)).toBeNull();
  });

  it('runs the one script, and takes the one style, that its policy names', () => {
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(read.html) ?? [];
    const hashOf = (text: string) => `&#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`;
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(read.html) ?? [];
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(read.html) ?? [];
    expect(script.length).toBeGreaterThan(10_000);
    expect(script.length + style.length).toBeLessThan(400_000);
    expect(policy).toContain(`script-src ${hashOf(script)};`);
    expect(policy).toContain(`style-src-elem ${hashOf(style)};`);
    expect(policy).not.toMatch(/unsafe|https?:/);
    expect(read.html.indexOf('Content-Security-Policy')).toBeLessThan(read.html.indexOf('<script'));
  });

  it('says its size and what it holds, and is for its owner alone', () => {
    expect(read.said.out).toMatch(
      /^Wrote .*report\.html: 5 builds of the run of 2026-11-21T06:00:00Z, \d\.\d MB\. Open it in a browser\.\n$/,
    );
    expect(read.mode).toBe(0o600);
  });

  it('has the licences of the libraries in it', () => {
    expect(read.html).toContain('id="notices"');
  });

  it('says without a script what could not be read', () => {
    const [, text = ''] = /<noscript>([\s\S]*?)<\/noscript>/.exec(read.html) ?? [];
    expect(text).toContain(`${ACCOUNT} us-east-1: denied, last read by the run of ${FIRST}`);
  });

  it('holds no word of a document where these are left out, and still says which actions there are', async () => {
    const { index, documents, html } = await reportOn(lake, '--without-documents');
    expect(documents).toEqual([]);
    expect(JSON.stringify(index)).not.toContain(SECRET);
    expect(html).not.toContain('class="documents"');
    expect(index.has_documents).toBe(false);
    expect(index.documents.flatMap(({ actions }) => actions)).toContain('RunCommand');
  });

  it('is of the demo’s lake where no lake is named', async () => {
    const file = join(temporary, 'demo.html');
    expect(await report(['--out', file], lake)).toMatchObject({ status: 0 });
    expect(existsSync(file)).toBe(true);
  });

  it('changes nothing in the lake', () => {
    expect(
      readdirSync(lake)
        .filter((name) => name !== '.working')
        .sort(),
    ).toEqual([
      'imagebuilder_workflow',
      'imagebuilder_workflow_change',
      'imagebuilder_workflow_coverage',
      'imagebuilder_workflow_history',
      'imagebuilder_workflow_step',
      'manifest',
      'run',
    ]);
  });
});

describe('a report of a lake that could never be read', () => {
  it('is written, and says so', async () => {
    const lake = freshFolder();
    const account = accountOf({ 'eu-west-1': [definition('a')] });
    account.region('eu-west-1').behaviour = { kind: 'denied' };
    await expect(collectIntoFolder(lake, account, FIRST)).rejects.toThrow();

    const { index } = await reportOn(lake);

    expect(index.builds).toEqual([]);
    expect(index.coverage).toEqual([expect.objectContaining({ outcome: 'denied', as_of: null })]);
  });
});

describe('a report that cannot be made', () => {
  const refused = async (lake: string, file = join(temporary, 'refused', 'report.html')) => {
    mkdirSync(join(temporary, 'refused'), { recursive: true });
    const { status, err, out } = await report(['--lake', lake, '--out', file]);
    expect(out).toBe('');
    expect(readdirSync(join(temporary, 'refused'))).toEqual([]);
    return { status, err };
  };

  it('says that there is no lake', async () => {
    const lake = freshFolder();
    expect(await refused(lake)).toEqual({ status: 1, err: expect.stringContaining(`${lake} is no lake: there is no`) });
    expect(existsSync(lake)).toBe(false);
  });

  it('says that no run is published in an empty lake', async () => {
    const lake = freshFolder();
    mkdirSync(lake);
    expect((await refused(lake)).err).toBe(`No run is published in ${lake} yet: see what collect said.\n`);
    expect(readdirSync(lake)).toEqual([]);
  });

  it('says that the newest run is not published yet, where it is under way or was cut short', async () => {
    const lake = freshFolder();
    await collectIntoFolder(lake, new FakeAccount(ACCOUNT, ['eu-west-1']), FIRST);
    rmSync(join(lake, manifestKey(at(FIRST))));
    expect((await refused(lake)).err).toContain(`the run of ${FIRST} is not published yet`);
  });

  it('says that a later version wrote the lake', async () => {
    const lake = freshFolder();
    await collectIntoFolder(lake, new FakeAccount(ACCOUNT, ['eu-west-1']), FIRST);
    const path = join(lake, manifestKey(at(FIRST)));
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), schema_version: 99 }));
    expect((await refused(lake)).err).toContain('A newer version of imagebuilder-workflow-lake wrote it: upgrade');
  });

  it('says which changes cannot be read', async () => {
    const lake = freshFolder();
    await collectIntoFolder(lake, accountOf({ 'eu-west-1': [definition('a')] }), FIRST);
    const key = changeKey(at(FIRST));
    const lines = gunzipSync(readFileSync(join(lake, key)));
    writeFileSync(join(lake, key), gzipSync(lines.subarray(0, -1)));
    expect((await refused(lake)).err).toContain(`${lake}/${key}: its last row is cut off`);
    writeFileSync(join(lake, key), gzipSync('{"change":"secret"}\n'));
    const { err } = await refused(lake);
    expect(err).toContain(`${lake}/${key}: not a row of imagebuilder_workflow_change: run must be text`);
    expect(err).not.toContain('secret');
  });

  it('says where it cannot be written, before the lake is read', async () => {
    const lake = freshFolder();
    expect((await refused(lake, join(temporary, 'nowhere', 'report.html'))).err).toContain('cannot be written: ENOENT');
    expect((await refused(lake, temporary)).err).toContain(`${temporary} is a folder. Name a file`);
  });

  it('does not take the place of a device', async () => {
    const device = join(temporary, 'device');
    symlinkSync('/dev/null', device);
    expect((await refused(freshFolder(), device)).err).toContain(`${device} is no file, but a device`);
  });

  it('leaves an earlier report as it was', async () => {
    const file = join(temporary, 'earlier.html');
    writeFileSync(file, 'earlier');
    expect((await refused(freshFolder(), file)).status).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('earlier');
  });

  it('does not write into the lake, where a file of ours would be a stranger', async () => {
    const { status, err } = await report(['--lake', temporary, '--out', join(temporary, 'report.html')]);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('lies in the lake') });
  });

  it('names every fault of the command line at once', async () => {
    const { status, err } = await report(['--lake', 'https://x', '--depth', 'extra']);
    expect(status).toBe(2);
    expect(err).toContain('--lake https://x');
    expect(err).toContain('There is no option --depth');
    expect(err).toContain('extra: an option was expected');
    expect((await report(['--lake'])).err.match(/^ {2}- /gm)).toHaveLength(1);
  });
});

describe('npm run report', () => {
  it('helps in a terminal of 100 columns', async () => {
    const { status, out, err } = await report(['--help']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
