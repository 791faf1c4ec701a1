import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../lambda/clock';
import { parseScheduledTime } from '../lambda/contract/scheduled-time';
import { run } from '../lambda/run';
import { COLLECT_HELP } from '../local/command-line/collect-request';
import { openDirectoryLake } from '../local/directory-lake';
import { displayWidth } from '../local/display-width';
import { type LakeDatabase, openLakeDatabase } from '../local/duckdb';
import { textTable } from '../local/text-table';
import { type Block, blocksOf, brokenLinks, documents, filesUnder, ROOT, readDocument } from './documents';
import { ACCOUNT, buildArn, FakeSource, workflow } from './fake-source';

const WIDTH = 100;

const README = readDocument('README.md');
const PACKAGE: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
);

const queries = documents().flatMap((document) =>
  blocksOf(document)
    .filter(({ language }) => language === 'sql')
    .map((block) => ({ where: `${document.path}:${block.line}`, block })),
);

const blocksIn = (language: string): readonly { readonly path: string; readonly block: Block }[] =>
  documents().flatMap((document) =>
    blocksOf(document)
      .filter((block) => block.language === language)
      .map((block) => ({ path: document.path, block })),
  );

/** The lake that `npm start` makes. */
const makeDemoLake = (folder: string): string => {
  execFileSync(process.execPath, [require.resolve('tsx/cli'), join(ROOT, 'local', 'demo.ts')], { cwd: folder });
  return join(folder, 'lake', 'demo');
};

/** A lake after its first run, with a Region that could not be read. */
const makeLakeOfOneDay = async (folder: string): Promise<string> => {
  const scheduledTime = parseScheduledTime('2026-11-20T06:00:00Z');
  if (scheduledTime === undefined) throw new Error('no scheduled time');
  const source = new FakeSource({ 'eu-west-1': { builds: [workflow(buildArn('eu-west-1', 'a'))] } });
  await run(
    { scheduledTime, accountId: ACCOUNT, regions: ['eu-west-1', 'us-east-1'], excludedRegions: [], dropScope: false },
    {
      lake: await openDirectoryLake(join(folder, 'lake')),
      source,
      clock: systemClock,
      scratchFolder: join(folder, 'scratch'),
      report: () => undefined,
    },
  );
  return join(folder, 'lake');
};

describe('the queries in the documents', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  const open: LakeDatabase[] = [];
  const database = async (lake: string): Promise<LakeDatabase> => {
    const opened = await openLakeDatabase(lake);
    open.push(opened);
    return opened;
  };
  let demo: LakeDatabase;
  let oneDay: LakeDatabase;
  let empty: LakeDatabase;

  beforeAll(async () => {
    for (const name of ['demo', 'one-day', 'empty']) mkdirSync(join(folder, name));
    demo = await database(makeDemoLake(join(folder, 'demo')));
    oneDay = await database(await makeLakeOfOneDay(join(folder, 'one-day')));
    empty = await database(join(folder, 'empty'));
  });

  afterAll(() => {
    for (const each of open) each.close();
    rmSync(folder, { recursive: true });
  });

  it('are found', () => {
    expect(queries.filter(({ where }) => where.startsWith('README.md')).length).toBeGreaterThanOrEqual(5);
    expect(queries.filter(({ where }) => where.startsWith('docs/tables.md')).length).toBeGreaterThanOrEqual(15);
  });

  it.each(queries)("answer over the demo's lake, with what the document shows: $where", async ({ block }) => {
    const { columns, rows } = await demo.query(block.text);
    expect(rows.length).toBeGreaterThan(0);
    if (block.next?.language === 'text') expect(`${textTable(columns, rows, WIDTH)}\n`).toBe(block.next.text);
  });

  it.each(queries)('run over a lake of one day, and over an empty one: $where', async ({ block }) => {
    await oneDay.query(block.text);
    expect((await empty.query(block.text)).rows).toEqual([]);
  });
});

describe('the documents', () => {
  it('quote the transcript of the demo to the byte', () => {
    const quotes = blocksIn('text').filter(({ block }) => block.from !== undefined);
    expect(quotes.map(({ path }) => path)).toContain('README.md');
    for (const { block } of quotes) expect(readDocument(block.from ?? '').text).toContain(block.text);
  });

  it('have no broken link, neither to a file nor to a heading', () => {
    expect(documents().flatMap(brokenLinks)).toEqual([]);
  });

  it('are there where the source refers to them', () => {
    const mentions = ['lambda', 'local'].flatMap((name) =>
      filesUnder(name, '.ts').flatMap(
        (path) => readDocument(path).text.match(/docs\/[\w/.-]+\.(?:md|txt|json)/g) ?? [],
      ),
    );
    expect(mentions.length).toBeGreaterThan(0);
    expect(mentions.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('name only commands that there are', () => {
    const named = documents().flatMap(({ text }) => [...text.matchAll(/npm run (\w+)/g)].map(([, name]) => name));
    expect(Object.keys(PACKAGE.scripts)).toEqual(expect.arrayContaining([...new Set(named)]));
    expect(README.text).toContain('npm ci && npm start');
    expect(README.text).toContain('npm cit');
  });

  it('name every option of collect, and no other', () => {
    const inTable = [...README.text.matchAll(/^\| `--([\w-]+)/gm)].map(([, name]) => name);
    const inHelp = [...COLLECT_HELP.matchAll(/^ {2}--([\w-]+)/gm)].map(([, name]) => name);
    expect(inTable.sort()).toEqual(inHelp.sort());
  });

  it('hold JSON that is JSON', () => {
    for (const { block } of blocksIn('json')) expect(() => JSON.parse(block.text)).not.toThrow();
  });

  it('fit a terminal of 100 columns where they show one', () => {
    const lines = blocksIn('text').flatMap(({ block }) => block.text.split('\n'));
    expect(lines.filter((line) => displayWidth(line) > WIDTH)).toEqual([]);
  });
});
