import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../lambda/clock';
import { manifestKey, SNAPSHOT_KEY } from '../../../lambda/contract/layout';
import { parseScheduledTime } from '../../../lambda/contract/scheduled-time';
import { run } from '../../../lambda/run';
import { collectCommand } from '../../../local/command-line/collect-command';
import { queryCommand } from '../../../local/command-line/query-command';
import { makeScratch } from '../../../local/command-line/scratch';
import type { Signals, StopSignal } from '../../../local/command-line/signals';
import { openNetwork } from '../../../local/network/network';
import { ACCOUNT, accountOf, definition } from '../../fakes/account';
import { AccountSource } from '../../fakes/account-source';
import { useS3Environment } from '../../fakes/s3/environment';
import { cutShort, page, refused, wrongByte } from '../../fakes/s3/fates';
import { S3Server } from '../../fakes/s3/server';
import { BUCKET } from '../../fakes/s3/service';
import { recordedOutput } from '../demo/recorded-output';

const LAKE = `s3://${BUCKET}`;
const TIMES = ['2026-11-20T06:00:00Z', '2026-11-21T06:00:00Z'];

let server: S3Server;
let restore: () => void;
let temporary: string;

beforeEach(async () => {
  server = await S3Server.start();
  restore = useS3Environment(server.url);
  temporary = mkdtempSync(join(tmpdir(), 'bucket-commands-'));
});

afterEach(async () => {
  restore();
  rmSync(temporary, { recursive: true });
  await server.stop();
});

const nobody = { listen: () => () => undefined, exit: () => undefined };

const collect = async (time: string, lake = LAKE, ...argv: readonly string[]) => {
  const [out, err] = [recordedOutput(), recordedOutput()];
  const account = accountOf({ 'eu-west-1': [definition('a'), definition(time.slice(8, 10))] });
  const status = await collectCommand(['--lake', lake, '--scheduled-time', time, ...argv], {
    out,
    err,
    clock: systemClock,
    signals: nobody,
    openNetwork,
    callerAccount: async () => ACCOUNT,
    createSource: () => new AccountSource(account),
    openFilesLimit: undefined,
    run,
  });
  return { status, out: out.text(), err: err.text() };
};

const query = async (sql: string, lake = LAKE, signals: Signals = nobody) => {
  const [out, err] = [recordedOutput(), recordedOutput()];
  const ports = { out, err, signals, makeScratch: () => makeScratch(temporary), openNetwork, demoLake: undefined };
  const status = await queryCommand(['--lake', lake, '--json', sql], ports);
  return { status, out: out.text(), err: err.text() };
};

const fetched = (): readonly string[] =>
  server.requests.filter(({ method, key }) => method === 'GET' && key !== '').map(({ key }) => key);

describe('npm run collect into a bucket', () => {
  it('publishes there, and says how to ask it', async () => {
    const { status, out } = await collect(TIMES[0] ?? '');

    expect(status).toBe(0);
    const time = parseScheduledTime(TIMES[0] ?? '');
    expect(server.bucket.keys()).toContain(time && manifestKey(time));
    expect(out).toContain(`The lake is in ${LAKE}.`);
    expect(out).toContain(`npm run query -- --lake ${LAKE} 'SELECT`);
  });

  const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

  it.each<[readonly string[], readonly (string | undefined)[]]>([
    [[], [undefined, undefined]],
    [
      ['--encryption', 'AES256'],
      ['AES256', undefined],
    ],
    [
      ['--encryption', KEY],
      ['aws:kms', KEY],
    ],
  ])('says with each put how it is encrypted, as %j wants', async (argv, headers) => {
    expect((await collect(TIMES[0] ?? '', LAKE, ...argv)).status).toBe(0);

    const puts = server.requests.filter(({ method }) => method === 'PUT');
    expect(puts.length).toBeGreaterThan(3);
    for (const { headers: sent } of puts)
      expect([sent['x-amz-server-side-encryption'], sent['x-amz-server-side-encryption-aws-kms-key-id']]).toEqual(
        headers,
      );
  });

  it('names the option where a policy denies the put', async () => {
    const error = '<Error><Code>AccessDenied</Code><Message>not authorized, with an explicit deny</Message></Error>';
    server.nextOf(/^PUT /, page(403, error));
    const { status, err } = await collect(TIMES[0] ?? '');

    expect(status).toBe(1);
    expect(err.replaceAll(/\s+/g, ' ')).toMatch(/--encryption AES256 .* encryptionHeader/);
  });

  it('says what is wrong with the bucket', async () => {
    const { status, err } = await collect(TIMES[0] ?? '', 's3://no-such-bucket');

    expect(status).toBe(1);
    expect(err.replaceAll(/\s+/g, ' ')).toContain(`s3://no-such-bucket/${SNAPSHOT_KEY}: NoSuchBucket: what S3 said.`);
  });
});

describe('npm run query of a bucket without a published run', () => {
  it('says so, with no row', async () => {
    server.bucket.put('run/20261120T060000Z/begun', Buffer.from('x'));
    expect(await query('FROM aws.imagebuilder_workflow_change')).toEqual({
      status: 0,
      out: '[]\n',
      err: `Fetching 0 objects (0.0 MB) of ${LAKE}.\nNo run is published in ${LAKE} yet: see what collect said.\n`,
    });
  });
});

describe('npm run query of a bucket', () => {
  beforeEach(async () => {
    for (const time of TIMES) await collect(time);
    server.requests.length = 0;
  });

  it('answers from all days of a table, however many pages list them', async () => {
    server.service.pageSize = 1;
    const sql = 'SELECT dt, name FROM aws.imagebuilder_workflow_history ORDER BY ALL';
    const { status, out, err } = await query(sql);

    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual([
      { dt: '2026-11-20', name: '20' },
      { dt: '2026-11-20', name: 'a' },
      { dt: '2026-11-21', name: '21' },
      { dt: '2026-11-21', name: 'a' },
    ]);
    expect(err).toBe(`Fetching 3 objects (0.0 MB) of ${LAKE}.\n`);
  });

  it('fetches the tables that the query names, and no other', async () => {
    await query('SELECT name FROM aws.imagebuilder_workflow');
    expect(fetched()).toEqual([SNAPSHOT_KEY]);
    server.requests.length = 0;
    const { out } = await query('SELECT count(*) AS n FROM aws.ImageBuilder_Workflow_Change');
    expect(JSON.parse(out)).toEqual([{ n: 4 }]);
    expect(fetched().map((key) => key.split('/')[0])).toEqual([
      'imagebuilder_workflow',
      'imagebuilder_workflow_change',
      'imagebuilder_workflow_change',
    ]);
  });

  it('leaves alone what is not of the table, or would lead elsewhere', async () => {
    const stranger = gzipSync('{"name":"stranger"}\n');
    for (const key of ['../../x.ndjson.gz', 'dt=../../../x.ndjson.gz', 'a/b.ndjson.gz', '.ndjson.gz', 'notes.txt', ''])
      server.bucket.put(`imagebuilder_workflow/${key}`, stranger);
    server.bucket.put('imagebuilder_workflow_history/dt=2026-11-22/../../../x.ndjson.gz', stranger);

    const { out } = await query("SELECT count(*) AS n FROM aws.imagebuilder_workflow WHERE name = 'stranger'");
    expect(JSON.parse(out)).toEqual([{ n: 0 }]);
    expect(fetched()).toEqual([SNAPSHOT_KEY]);
  });

  it('begins a download again that broke off, or brought a wrong byte', async () => {
    server.nextOf(/^GET imagebuilder_workflow\/snapshot/, cutShort(10));
    server.nextOf(/^GET imagebuilder_workflow\/snapshot/, wrongByte);

    expect((await query('SELECT count(*) AS n FROM aws.imagebuilder_workflow')).status).toBe(0);
  });

  it('leaves out what is gone before it is fetched', async () => {
    server.nextOf(/imagebuilder_workflow_history\/dt=2026-11-20/, refused(404, 'NoSuchKey'));

    const { out } = await query('SELECT DISTINCT dt FROM aws.imagebuilder_workflow_history');
    expect(JSON.parse(out)).toEqual([{ dt: '2026-11-21' }]);
  });

  it.each([
    [
      'may not be listed',
      refused(403, 'AccessDenied'),
      'AccessDenied: what S3 said. Allow s3:ListBucket on the bucket',
    ],
    ['answers with a page instead of a list', page(200, '<html></html>'), 'S3 answered with no list of objects'],
  ])('fails where the bucket %s', async (_, fate, text) => {
    server.nextOf(/^GET $/, fate);
    const { status, out, err } = await query('SELECT name FROM aws.imagebuilder_workflow');

    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err.replaceAll(/\s+/g, ' ')).toContain(`${LAKE}: ${text}`);
  });

  it('leaves no copy behind', async () => {
    await query('SELECT name FROM aws.imagebuilder_workflow');
    await query('SELECT nme FROM aws.imagebuilder_workflow');
    await query('SELECT name FROM aws.imagebuilder_workflow', 's3://no-such-bucket');

    expect(readdirSync(temporary)).toEqual([]);
  });

  it('leaves no copy behind where it is stopped', async () => {
    const seen: unknown[] = [];
    let send: (signal: StopSignal) => void = () => undefined;
    server.nextOf(/^GET imagebuilder_workflow\/snapshot/, (response, serve) => {
      seen.push(readdirSync(temporary).length);
      send('SIGINT');
      refused(403, 'AccessDenied')(response, serve);
    });
    await query('SELECT name FROM aws.imagebuilder_workflow', LAKE, {
      listen: (listener) => {
        send = listener;
        return () => undefined;
      },
      exit: (status) => {
        seen.push(status, readdirSync(temporary).length);
      },
    });

    expect(seen).toEqual([1, 130, 0]);
  });
});
