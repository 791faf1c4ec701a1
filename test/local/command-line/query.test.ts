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

  it('keeps to the width of the terminal, and to none elsewhere or if told so', async () => {
    const sql = "SELECT repeat('x', 500) AS x";
    const widest = async (argv: readonly string[], columns?: number) => {
      const { out } = await query(argv, columns === undefined ? {} : { columns });
      return Math.max(...out.split('\n').map((line) => line.length));
    };

    expect(await widest(['--lake', lake, sql], 40)).toBe(40);
    expect(await widest(['--lake', lake, sql])).toBe(500);
    expect(await widest(['--lake', lake, '--wide', sql], 40)).toBe(500);
  });

  it.each([
    ['begins with a comment', '-- which are live?\nSELECT 1 AS n'],
    ['begins with a comment that looks like an option', '--json\nSELECT 1 AS n'],
    ['begins with a comment that looks like an option with a value', '--lake=elsewhere -x\nSELECT 1 AS n'],
    ['begins with a comment without a blank', '--x\n--y=z\nSELECT 1 AS n'],
    ['begins with a minus', '- -1; SELECT 1 AS n'],
  ])('takes no question for an option that %s', async (_, sql) => {
    const { status, err } = await query(['--lake', lake, sql]);
    expect({ status, err: err.slice(0, 12) }).toEqual(
      sql.startsWith('- ') ? { status: 1, err: 'Parser Error' } : { status: 0, err: '' },
    );
  });

  it('takes what follows a lone -- for the question', async () => {
    expect(await query(['--lake', lake, '--', 'SELECT 1 AS n'])).toMatchObject({ status: 0, err: '' });
    expect((await query(['--lake', lake, '--', '--json'])).err).toContain('There is no statement');
  });

  it('takes a folder that is called like an option, where = joins the two', async () => {
    const { err } = await query(['--lake=--odd name', 'SELECT 1']);
    expect(err).toContain('--odd name is no lake: there is no such folder.');
  });

  it('still knows an option by its name, wherever it stands', async () => {
    const { status, out } = await query(['SELECT 1 AS n', '--json', `--lake=${lake}`]);
    expect({ status, rows: JSON.parse(out) }).toEqual({ status: 0, rows: [{ n: 1 }] });
    expect((await query(['--lake', lake, '-j', 'SELECT 1'])).err).toContain('There is no option -j.');
    expect((await query(['--lake', lake, '--json=yes', 'SELECT 1'])).err).toContain('--json takes no value; yes');
    expect((await query(['SELECT 1', '--lake'])).err).toContain('--lake needs a value');
    expect((await query(['--lake', '--json', 'SELECT 1'])).err).toContain('--lake needs a value');
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

  const EVIL = '\u001b]0;owned\u0007\u009b31m\u202e\u061c\nLINE 1: rm -rf';
  const evilSql = `(SELECT '${EVIL.replaceAll("'", "''")}' AS name)`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what a terminal would obey
  const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u202a-\u202e]/;

  it.each([
    ['a table', [`FROM ${evilSql}`], 0],
    ['JSON', ['--json', `FROM ${evilSql}`], 0],
    ['the name of a column', [`SELECT 1 AS "${EVIL}"`], 0],
    ['an error that quotes a value', [`SELECT CAST(name AS INTEGER) FROM ${evilSql}`], 1],
    ['an error that is a value', [`SELECT error(name) FROM ${evilSql}`], 1],
    ['an error about the query', [`SELECT * FROM "${EVIL}"`], 1],
  ])('lets nothing steer the terminal: %s', async (_, argv, status) => {
    const answer = await query(['--lake', lake, ...argv]);

    expect(answer.status).toBe(status);
    expect(answer.out + answer.err).toContain('owned');
    expect(answer.out + answer.err).not.toMatch(OBEYED);
    expect(answer.out + answer.err).not.toMatch(/^LINE 1: rm/m);
  });

  it('escapes in JSON without changing a value', async () => {
    const { out } = await query(['--lake', lake, '--json', `FROM ${evilSql}`]);
    expect(JSON.parse(out)).toEqual([{ name: EVIL }]);
  });

  it('shows where in the query the fault is', async () => {
    const { err } = await query(['--lake', lake, 'SELECT name,\n  nme FROM aws.imagebuilder_workflow']);
    expect(err).toContain('\nLINE 2:   nme FROM aws.imagebuilder_workflow\n          ^\n');
  });

  it.each([
    ['text that is no JSON', "SELECT json_extract(d, '$.x')"],
    ['text that is no number', 'SELECT CAST(d AS INTEGER)'],
    ['text that is no date', "SELECT strptime(d, '%Y')"],
    ['an error of its own', 'SELECT error(d)'],
  ])('quotes little of a document: %s', async (_, select) => {
    const document = `steps:\\n${'  - name: "step"\n'.repeat(300)}`;
    const { status, err } = await query(['--lake', lake, `${select} FROM (SELECT '${document}' AS d)`]);

    expect(status).toBe(1);
    expect(err.length).toBeLessThan(400);
  });

  it('says so where a query holds no statement', async () => {
    expect(await query(['--lake', lake, '/* nothing */'])).toEqual({
      status: 1,
      out: '',
      err: 'There is no statement in this query.\n',
    });
  });

  it.each([
    ['holds nothing yet', []],
    ['a run has begun in', ['.working', 'run/20261122T060000Z']],
  ])('says that no run is published in a lake that %s', async (_, folders) => {
    const unpublished = await mkdtemp(join(tmpdir(), 'unpublished-'));
    for (const name of folders) await mkdir(join(unpublished, name), { recursive: true });
    const note = `No run is published in ${unpublished} yet: see what collect said.\n`;

    expect(await query(['--lake', unpublished, '--json', 'FROM aws.imagebuilder_workflow_coverage'])).toEqual({
      status: 0,
      out: '[]\n',
      err: note,
    });
    expect(await query(['--lake', unpublished, 'SELECT count(*) AS n FROM imagebuilder_workflow'])).toMatchObject({
      err: note,
    });
    expect(await query(['--lake', unpublished, 'SELECT 1'])).toMatchObject({ status: 0, err: '' });
    await rm(unpublished, { recursive: true });
  });

  it('says nothing of that where a published lake has no row to answer with, or has lost its snapshot', async () => {
    const { out, err } = await query(['--lake', lake, 'FROM aws.imagebuilder_workflow_change']);
    expect([out, err]).toEqual([expect.stringContaining('(0 rows)'), '']);

    const lost = await mkdtemp(join(tmpdir(), 'lost-'));
    await mkdir(join(lost, 'imagebuilder_workflow_coverage', 'dt=2026-11-22'), { recursive: true });
    expect((await query(['--lake', lost, 'FROM aws.imagebuilder_workflow'])).err).toBe('');
    await rm(lost, { recursive: true });
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
    expect(err).toContain('A query is needed: "SELECT …".');
  });

  it('helps', async () => {
    const { status, out, err } = await query(['--help']);

    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
