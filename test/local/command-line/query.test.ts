import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { queryCommand } from '../../../local/command-line/query-command';
import { makeScratch } from '../../../local/command-line/scratch';
import { recordedOutput } from '../demo/recorded-output';

describe('npm run query', () => {
  let lake: string;
  beforeAll(async () => {
    lake = await mkdtemp(join(tmpdir(), 'query-'));
    const rows = [
      { _key: 'a', name: 'patch', type: 'BUILD', data: 'name: x\nschemaVersion: 1.0\n', state: null },
      { _key: 'b', name: 'smoke', type: 'TEST', data: null, state: '{"status":"DISABLED"}' },
    ];
    await mkdir(join(lake, 'imagebuilder_workflow'));
    await writeFile(
      join(lake, 'imagebuilder_workflow', 'snapshot.ndjson.gz'),
      gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
    );
  });
  afterAll(() => rm(lake, { recursive: true }));

  const query = async (argv: readonly string[], options: { columns?: number; demoLake?: string } = {}) => {
    const out = recordedOutput(options.columns);
    const err = recordedOutput();
    const signals = { listen: () => () => undefined, exit: () => undefined };
    const status = await queryCommand(argv, {
      out,
      err,
      signals,
      makeScratch,
      openNetwork: async () => ({}),
      demoLake: options.demoLake,
    });
    return { status, out: out.text(), err: err.text() };
  };

  it('answers with a table', async () => {
    const sql = 'SELECT name, data, length(data) AS size FROM aws.imagebuilder_workflow ORDER BY name';

    expect(await query(['--lake', lake, sql])).toEqual({
      status: 0,
      out: [
        'name   data                           size',
        '─────  ─────────────────────────────  ────',
        'patch  name: x\\nschemaVersion: 1.0\\n    27',
        'smoke  NULL                           NULL',
        '(2 rows)',
        '',
      ].join('\n'),
      err: '',
    });
  });

  it('prints one JSON array for machines, texts unchanged', async () => {
    const { status, out } = await query([
      '--lake',
      lake,
      '--json',
      'FROM aws.imagebuilder_workflow SELECT name, data, 1 AS n ORDER BY 1',
    ]);

    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual([
      { name: 'patch', data: 'name: x\nschemaVersion: 1.0\n', n: 1 },
      { name: 'smoke', data: null, n: 1 },
    ]);
    const none = await query(['--lake', lake, '--json', 'SELECT 1 WHERE false']);
    expect(JSON.parse(none.out)).toEqual([]);
  });

  it('gives each value a line where a table would be too narrow to read', async () => {
    const { out } = await query(['--lake', lake, 'SELECT * FROM aws.imagebuilder_workflow'], { columns: 80 });

    expect(out).toContain('── row 2 ──\n_key                b\n');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('keeps to the width of the terminal, to 100 columns elsewhere, and to none if told so', async () => {
    const sql = "SELECT repeat('x', 500) AS x";
    const widest = async (argv: readonly string[], columns?: number) => {
      const { out } = await query(argv, columns === undefined ? {} : { columns });
      return Math.max(...out.split('\n').map((line) => line.length));
    };

    expect(await widest(['--lake', lake, sql], 40)).toBe(40);
    expect(await widest(['--lake', lake, sql])).toBe(100);
    expect(await widest(['--lake', lake, '--wide', sql], 40)).toBe(500);
  });

  it('asks the lake of the demo where none is named', async () => {
    expect(await query(['SELECT 1'], { demoLake: lake })).toMatchObject({ status: 0 });
  });

  it('says what DuckDB says of a faulty query, and fails', async () => {
    const { status, out, err } = await query(['--lake', lake, 'SELECT nme FROM aws.imagebuilder_workflow']);

    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(/^Binder Error: Referenced column "nme" not found/);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('says so where a query holds no statement', async () => {
    expect(await query(['--lake', lake, '/* nothing */'])).toEqual({
      status: 1,
      out: '',
      err: 'There is no statement in this query.\n',
    });
  });

  it('says where no lake is', async () => {
    const { status, err } = await query(['--lake', join(lake, 'none'), 'SELECT 1']);

    expect(status).toBe(2);
    expect(err).toContain(`${join(lake, 'none')} is no lake: there is no such folder.`);
  });

  it('names all faults of a command line at once', async () => {
    const { status, err } = await query([
      '--lake',
      's3://bucket/prefix',
      '--jsn',
      '--json',
      '--wide',
      'SELECT 1',
      'SELECT 2',
    ]);

    expect(status).toBe(2);
    expect(err).toContain('There is no option --jsn.');
    expect(err).toContain('--lake s3://bucket/prefix: a lake has a bucket of its own');
    expect(err).toContain('write it in quotation marks');
    expect(err).toContain('--json and --wide exclude each other');
  });

  it('needs a lake and a query', async () => {
    const { status, err } = await query([]);

    expect(status).toBe(2);
    expect(err).toContain('--lake DIR is needed');
    expect(err).toContain("A query is needed: 'SELECT …'.");
  });

  it('helps', async () => {
    const { status, out, err } = await query(['--help']);

    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
