import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LakeDatabase, openLakeDatabase } from '../../local/duckdb/duckdb';
import { displayWidth } from '../../local/terminal/display-width';
import { textTable } from '../../local/terminal/text-table';
import { ACCOUNT } from '../fakes/account';
import { makeDemoLake, makeLakeOfOneDay } from './document-lakes';
import { type Block, blocksOf, brokenLinks, documents, filesUnder, ROOT, readDocument } from './documents';

const WIDTH = 100;

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

/** The one query of a document that holds a text. */
const queryWith = (path: string, text: string): string => {
  const [found, ...more] = queries.filter(({ where, block }) => where.startsWith(path) && block.text.includes(text));
  if (found === undefined || more.length > 0) throw new Error(`${path} must hold one query with ${text}`);
  return found.block.text;
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
    expect(queries.filter(({ where }) => where.startsWith('README.md')).length).toBeGreaterThanOrEqual(3);
    expect(queries.filter(({ where }) => where.startsWith('docs/tables.md')).length).toBeGreaterThanOrEqual(24);
  });

  it.each(queries)("answer over the demo's lake, with what the document shows: $where", async ({ block }) => {
    const { columns, rows } = await demo.query(block.text);
    expect(rows.length).toBeGreaterThan(0);
    if (block.next?.language === 'text') expect(`${textTable(columns, rows, WIDTH)}\n`).toBe(block.next.text);
  });

  it('have each an answer that is shown, here or where they stand again', () => {
    const answered = new Set(
      queries.filter(({ block }) => block.next?.language === 'text').map(({ block }) => block.text),
    );
    expect(queries.filter(({ block }) => !answered.has(block.text)).map(({ where }) => where)).toEqual([]);
  });

  it('take versions and builds for numbers', async () => {
    const { rows } = await oneDay.query(
      queryWith('docs/tables.md', 'SELECT account_id, region, type, name, version, build\n'),
    );
    expect(rows).toContainEqual([ACCOUNT, 'eu-west-1', 'BUILD', 'counted', '2.10.0', 10]);
    expect(rows.filter(([, , , name]) => name === 'counted')).toHaveLength(1);
  });

  it('find a tag by its key, and not where another tag speaks of it; what is unknown is not lost', async () => {
    const { rows } = await oneDay.query(queryWith('docs/tables.md', "tag.tag_key = 'team'"));
    expect(rows).toEqual([
      ['(no team)', 5],
      ['(unknown)', 1],
      ['right "one"', 1],
    ]);
  });

  it('call a key unknown where the details are', async () => {
    const { rows } = await oneDay.query(queryWith('docs/tables.md', 'own_key'));
    expect(rows).toEqual([
      ['no', 6],
      ['unknown', 1],
    ]);
  });

  it.each(queries)('run over a lake of one day, and over an empty one: $where', async ({ block }) => {
    await oneDay.query(block.text);
    expect((await empty.query(block.text)).rows).toEqual([]);
  });
});

describe('the documents', () => {
  it('quote files to the byte', () => {
    const quotes = documents().flatMap((document) => blocksOf(document).filter(({ from }) => from !== undefined));
    const files = quotes.map(({ from }) => from);
    expect(files).toEqual(expect.arrayContaining(['docs/demo.txt', ...filesUnder('examples', '')]));
    for (const { from = '', text } of quotes) expect(readDocument(from).text).toContain(text);
  });

  it('have no broken link, neither to a file nor to a heading', () => {
    expect(documents().flatMap(brokenLinks)).toEqual([]);
  });

  it('are there where the source refers to them', () => {
    const mentions = ['lambda', 'local', 'lib', 'tools', 'examples'].flatMap((name) =>
      filesUnder(name, '.ts').flatMap(
        (path) => readDocument(path).text.match(/(?<![\w/.])docs\/[\w/.-]+\.(?:md|txt|json)/g) ?? [],
      ),
    );
    expect(mentions.length).toBeGreaterThan(0);
    expect(mentions.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('name only commands that there are', () => {
    const named = documents().flatMap(({ text }) => [...text.matchAll(/npm run (\w+)/g)].map(([, name]) => name));
    expect(Object.keys(PACKAGE.scripts)).toEqual(expect.arrayContaining([...new Set(named)]));
  });

  it('hold JSON that is JSON', () => {
    expect(blocksIn('json').length).toBeGreaterThan(0);
    for (const { block } of blocksIn('json')) expect(() => JSON.parse(block.text)).not.toThrow();
  });

  it('fit a terminal of 100 columns where they show one', () => {
    const lines = blocksIn('text').flatMap(({ block }) => block.text.split('\n'));
    expect(lines.filter((line) => displayWidth(line) > WIDTH)).toEqual([]);
  });
});
