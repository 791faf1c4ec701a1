import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../lambda/clock';
import { createS3Client } from '../../../lambda/lake/s3/client';
import { createS3Lake } from '../../../lambda/lake/s3/s3-lake';
import { reportCommand } from '../../../local/command-line/report-command';
import { makeScratch } from '../../../local/command-line/scratch';
import type { Signals, StopSignal } from '../../../local/command-line/signals';
import { openNetwork } from '../../../local/network/network';
import { accountOf, definition } from '../../fakes/account';
import { useS3Environment } from '../../fakes/s3/environment';
import { refused } from '../../fakes/s3/fates';
import { S3Server } from '../../fakes/s3/server';
import { BUCKET } from '../../fakes/s3/service';
import { recordedOutput } from '../demo/recorded-output';
import { collectInto } from './lakes';
import { readReport } from './report-file';

const LAKE = `s3://${BUCKET}`;
const TIMES = ['2026-11-20T06:00:00Z', '2026-11-21T06:00:00Z'] as const;

let server: S3Server;
let restore: () => void;
let temporary: string;

beforeEach(async () => {
  server = await S3Server.start();
  restore = useS3Environment(server.url);
  temporary = mkdtempSync(join(tmpdir(), 'bucket-report-'));
  const lake = createS3Lake({ bucket: BUCKET, client: createS3Client({ access: await openNetwork() }) });
  for (const time of TIMES)
    await collectInto(
      lake,
      join(temporary, 'run'),
      accountOf({ 'eu-west-1': [definition('a'), definition(`b${time.slice(8, 10)}`)] }),
      time,
    );
  server.requests.length = 0;
});

afterEach(async () => {
  restore();
  rmSync(temporary, { recursive: true });
  await server.stop();
});

const nobody: Signals = { listen: () => () => undefined, exit: () => undefined };

const report = async (signals: Signals = nobody) => {
  const [out, err] = [recordedOutput(), recordedOutput()];
  const ports = { out, err, signals, openNetwork, clock: systemClock, demoLake: undefined };
  const status = await reportCommand(['--lake', LAKE, '--out', join(temporary, 'report.html')], {
    ...ports,
    makeScratch: () => makeScratch(temporary),
  });
  return { status, err: err.text() };
};

describe('a report of a bucket', () => {
  it('says what the newest run holds, and what each run changed, however many pages list them', async () => {
    server.service.pageSize = 1;
    expect(await report()).toEqual({ status: 0, err: '' });

    const { index } = await readReport(readFileSync(join(temporary, 'report.html'), 'utf8'));
    expect(index).toMatchObject({ lake: LAKE, run: TIMES[1], previous_run: TIMES[0] });
    expect(index.builds.map(({ name }) => name)).toEqual(['a', 'b21']);
    expect(index.changes.map(({ run, change, name }) => [run.slice(8, 10), change, name])).toEqual([
      ['21', 'deleted', 'b20'],
      ['21', 'created', 'b21'],
      ['20', 'entered_scope', 'a'],
      ['20', 'entered_scope', 'b20'],
    ]);
  });

  it('only reads it', async () => {
    await report();
    expect([...new Set(server.requests.map(({ method }) => method))]).toEqual(['GET']);
  });

  it('leaves no file behind where it is stopped', async () => {
    const seen: unknown[] = [];
    let send: (signal: StopSignal) => void = () => undefined;
    server.nextOf(/^GET imagebuilder_workflow\/snapshot/, (response, serve) => {
      seen.push(readdirSync(temporary).length);
      send('SIGINT');
      refused(403, 'AccessDenied')(response, serve);
    });
    await report({
      listen: (listener) => {
        send = listener;
        return () => undefined;
      },
      exit: (status) => {
        seen.push(status, readdirSync(temporary).length);
      },
    });
    expect(seen).toEqual([2, 130, 0]);
  });
});
