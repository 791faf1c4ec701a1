import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { writtenText } from '../../../local/command-line/report-command';
import { pageText } from '../../../local/report/page-file';
import type { ReportIndex } from '../../../page/report-data';
import { build, indexOf } from '../../page/builds';
import { cell } from '../../page/cells';
import { readReport } from './report-file';

const PAGE = { script: 'run()', style: 'b{}', notices: 'licence' };

/** Everything that begins as a tag, a comment or an end of one does. */
const markupOf = (html: string): readonly string[] => html.match(/<[^<>\s]*/g) ?? [];

const OURS = [
  ...['<!doctype', '<html', '<head', '<meta', '<meta', '<meta', '<meta', '<meta', '<title', '</title', '<style'],
  ...[
    '</style',
    '</head',
    '<body',
    '<div',
    '<noscript',
    '<h1',
    '</h1',
    '<p',
    '</p',
    '<h2',
    '</h2',
    '<ul',
    '<li',
    '</li',
  ],
  ...[
    '</ul',
    '</noscript',
    '<p',
    '</p',
    '</div',
    '<script',
    '</script',
    '<script',
    '</script',
    '<script',
    '</script',
    '</body',
    '</html',
  ],
];

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '</script>',
        '<!--',
        '<script>',
        '</noscript>',
        '</title>',
        '"',
        "'",
        '&',
        '$&',
        '<img src=x>',
        '\u202e',
        '-->',
      ),
    )
    .map((parts) => parts.join('')),
);

describe('the text of the page', () => {
  it('has the same markup whatever the lake holds, and holds it unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const index = indexOf({
          lake: text,
          builds: [build('a', { name: text, description: text, tags: [{ key: text, value: text }] })],
          coverage: [
            {
              account_id: text,
              region: text,
              outcome: 'denied',
              as_of: text,
              rows: 0,
              rows_without_detail: 0,
              error_code: text,
              error_message: text,
            },
          ],
        });
        const html = [...pageText({ index, chunks: [] }, PAGE)].join('');
        expect(markupOf(html)).toEqual(OURS);
        expect((await readReport(html)).index).toEqual(index);
      }),
    );
  });
});

describe('the page without a script', () => {
  const saidOf = (coverage: ReportIndex['coverage']): string => {
    const html = [...pageText({ index: indexOf({ coverage, builds: [build('a')] }), chunks: [] }, PAGE)].join('');
    return /<noscript>([\s\S]*?)<\/noscript>/.exec(html)?.[1]?.replaceAll(/<[^>]+>/g, '|') ?? '';
  };

  it('says that everything was read only where it was', () => {
    expect(saidOf([cell('eu-west-1')])).toContain('holds 1 build.');
    expect(saidOf([cell('eu-west-1')])).toContain('Everything could be read.');
    expect(saidOf(null)).toContain('What it could not read is not known: its coverage has expired.');
    expect(saidOf([cell('x', { outcome: 'partial', rows_without_detail: 2 })])).toContain(
      '|Not read|||the documents of 2 builds|',
    );
  });

  it('says of an account that could not be opened when its Regions were last read', () => {
    const account = { account_id: '444455556666', outcome: 'denied' } as const;
    expect(
      saidOf([
        cell('*', { ...account, as_of: null }),
        cell('eu-west-1', { ...account, as_of: '2026-11-20T06:00:00Z' }),
      ]),
    ).toContain('|444455556666, which could not be opened: denied, last read by the run of 2026-11-20T06:00:00Z|');
  });

  it('names the first hundred targets that were not read, and how many more there are', () => {
    const cells = Array.from({ length: 1234 }, (_, number) =>
      cell('eu-west-1', { account_id: String(number), outcome: 'denied', as_of: null }),
    );
    const said = saidOf(cells);
    expect(said.match(/never read/g)).toHaveLength(100);
    expect(said).toContain('and 1,134 targets more');
  });
});

describe('what the command says when it is done', () => {
  it('tells that a file of more than 30 MB opens slowly, and what to do', () => {
    expect(writtenText('r.html', { index: indexOf(), bytes: 30_000_000 })).not.toContain('slow');
    expect(writtenText('r.html', { index: indexOf(), bytes: 30_100_000 })).toContain(
      '30.1 MB. Open it in a browser. It is so large that a browser may take long to open it. Leave the documents out: --without-documents.',
    );
    expect(writtenText('r.html', { index: indexOf({ has_documents: false }), bytes: 40_000_000 })).not.toContain(
      '--without-documents',
    );
  });
});
