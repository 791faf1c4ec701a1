import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderToStaticMarkup } from 'preact-render-to-string';
import { CHANGES, type ChangeKind } from '../../lambda/contract/outcome';
import {
  buildOfChange,
  columnsOf,
  countByDay,
  type DayCounts,
  drawnKinds,
  filterChanges,
  kindsIn,
} from '../../page/changes/change-list';
import { ChangedDocument } from '../../page/changes/changed-document';
import { dayChartOf } from '../../page/changes/day-chart';
import { DayPicture } from '../../page/changes/day-picture';
import { DifferenceTable } from '../../page/changes/difference-table';
import { historyText } from '../../page/changes/history';
import { sidesOf } from '../../page/changes/value-diff';
import { reportOf } from '../../page/report';
import type { Change } from '../../page/report-data';
import { build, indexOf } from './builds';

const change = (name: string, members: Partial<Change> = {}): Change => ({
  run: '2026-11-22T06:00:00Z',
  change: 'updated',
  arn: build(name).arn,
  account_id: '111122223333',
  region: 'eu-west-1',
  name,
  type: 'BUILD',
  version: '1.0.0',
  differences: [],
  document: null,
  omitted: [],
  ...members,
});

const TAGS = { column: 'tags', before: '"team"=>"a"', after: '"team"=>"b"' };
const CHANGED: readonly Change[] = [
  change('one', { differences: [TAGS], document: { before: 0, after: 1 } }),
  change('two', { change: 'created' }),
  change('two', { change: 'deleted', run: '2026-11-20T18:00:00Z' }),
  change('three', { change: 'entered_scope', run: '2026-11-20T06:00:00Z', name: null }),
];

const namesOf = (changes: readonly Change[]) => changes.map(({ name, change: kind }) => `${name} ${kind}`);

describe('changes', () => {
  it('are filtered by kind; a kind that there is not filters nothing', () => {
    expect(namesOf(filterChanges(CHANGED, { kind: 'created' }))).toEqual(['two created']);
    expect(filterChanges(CHANGED, { kind: 'toString' })).toHaveLength(4);
  });

  it('are found by every word of a query, in name, ARN, kind and column', () => {
    expect(namesOf(filterChanges(CHANGED, { search: 'TAGS' }))).toEqual(['one updated']);
    expect(namesOf(filterChanges(CHANGED, { search: 'two delet' }))).toEqual(['two deleted']);
    expect(namesOf(filterChanges(CHANGED, { search: 'workflow/build/three' }))).toEqual(['null entered_scope']);
    expect(namesOf(filterChanges(CHANGED, { search: 'entered scope' }))).toEqual(['null entered_scope']);
    expect(filterChanges(CHANGED, { search: 'two', kind: 'updated' })).toEqual([]);
  });

  it('say which columns differ, the document and what the lake left out among them', () => {
    expect(columnsOf(change('a', { differences: [TAGS], document: { before: 0, after: 1 } }))).toEqual([
      'tags',
      'data',
    ]);
    expect(columnsOf(change('a', { omitted: ['data', 'parameters'] }))).toEqual(['data', 'parameters']);
    expect(columnsOf(change('a', { change: 'created', differences: [TAGS] }))).toEqual([]);
  });

  it('are counted by the day of their run, oldest first', () => {
    const none = { created: 0, updated: 0, deleted: 0, entered_scope: 0, left_scope: 0 };
    expect(countByDay(CHANGED)).toEqual([
      { day: '2026-11-20', counts: { ...none, deleted: 1, entered_scope: 1 } },
      { day: '2026-11-22', counts: { ...none, created: 1, updated: 1 } },
    ]);
    expect(kindsIn(countByDay(CHANGED))).toEqual(['created', 'updated', 'deleted', 'entered_scope']);
  });

  it('lead to the build that changed, if it is still there', () => {
    const report = reportOf(indexOf({ builds: [build('one'), build('one', { number: 2 })] }));
    expect(CHANGED.map((each) => buildOfChange(report, each)?.arn)).toEqual([
      build('one').arn,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('how far back changes are known', () => {
  const textOf = (changes: readonly Change[], has_whole_history: boolean): string =>
    historyText(reportOf(indexOf({ changes, has_whole_history })));

  it('is said: to the first run, or to the oldest that is left', () => {
    expect(textOf(CHANGED, true)).toBe(
      'Changes are known from the first run of this lake on, that of 2026-11-20 06:00 UTC.',
    );
    expect(textOf(CHANGED, false)).toMatch(
      /^Changes are known back to 2026-11-20 06:00 UTC\. Earlier runs .* expired\.$/,
    );
  });

  it('is said where there are none', () => {
    expect(textOf([], true)).toBe(
      'The run of 2026-11-22 06:00 UTC is the first of this lake: nothing can have changed yet.',
    );
    expect(textOf([], false)).toMatch(/^The lake holds no changes: .* expired\.$/);
  });
});

const day = (name: string, counts: Partial<Record<ChangeKind, number>>): DayCounts => ({
  day: name,
  counts: { created: 0, updated: 0, deleted: 0, entered_scope: 0, left_scope: 0, ...counts },
});

describe('the picture of days', () => {
  it('draws changes of scope only where there are no others, or they would hide them', () => {
    expect(drawnKinds([day('2026-11-20', { entered_scope: 900 }), day('2026-11-22', { updated: 1 })])).toEqual([
      'updated',
    ]);
    expect(drawnKinds([day('2026-11-20', { entered_scope: 900, left_scope: 1 })])).toEqual([
      'entered_scope',
      'left_scope',
    ]);
    expect(drawnKinds([])).toEqual([]);
  });

  it('puts the kinds of a day on top of each other, in proportion', () => {
    const { bars } = dayChartOf([day('2026-11-21', { created: 10, updated: 30 }), day('2026-11-22', {})], CHANGES, 170);
    expect(bars.map(({ kind, top, height, count }) => ({ kind, top, height, count }))).toEqual([
      { kind: 'created', top: 130, height: 40, count: 10 },
      { kind: 'updated', top: 10, height: 120, count: 30 },
    ]);
  });

  it('keeps the days apart that nothing changed on, and the bars of few days narrow', () => {
    const counts = { updated: 1 };
    const { bars, days } = dayChartOf([day('2026-11-01', counts), day('2026-11-10', counts)], ['updated'], 100);
    expect(bars.map(({ left, width }) => [left.toFixed(3), width])).toEqual([
      ['0.025', 0.05],
      ['0.925', 0.05],
    ]);
    expect(days.map(({ text }) => text)).toEqual(expect.arrayContaining(['2026-11-05']));
    expect(dayChartOf([day('2026-11-22', counts)], ['updated'], 100).bars).toHaveLength(1);
  });

  it('stays within its room, and shows one change among thousands', () => {
    const counts = fc.record(Object.fromEntries(CHANGES.map((kind) => [kind, fc.constantFrom(0, 1, 3, 5000)])));
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 8 }), (all) => {
        const days = all.map((each, index) => day(`2026-11-0${index + 1}`, each));
        const { bars } = dayChartOf(days, CHANGES, 150);
        expect(bars).toHaveLength(days.flatMap(({ counts: of }) => CHANGES.filter((kind) => of[kind] > 0)).length);
        for (const { left, width, top, height } of bars) {
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left + width).toBeLessThanOrEqual(1);
          expect(top).toBeGreaterThan(-1e-6);
          expect(height).toBeGreaterThanOrEqual(2 - 1e-6);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is there in numbers for those who do not see it, of all kinds', () => {
    const html = renderToStaticMarkup(<DayPicture days={countByDay(CHANGED)} parameters={{ search: 'x' }} />);
    const table = html
      .slice(html.indexOf('<table'))
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
    expect(table).toBe('Day created updated deleted entered scope 2026-11-22 1 1 0 0 2026-11-20 0 0 1 1');
    expect(html).toContain('href="#changes?search=x&amp;day=2026-11-20"');
    expect(html).toContain('entered scope <strong>1</strong> (not drawn)');
    expect(html.match(/<rect/g)).toHaveLength(3);
  });
});

const textOf = (spans: ReturnType<typeof sidesOf>['before']): string => spans.map(({ text }) => text).join('');

describe('a column before and after', () => {
  it('has what differs marked on both sides', () => {
    const { before, after } = sidesOf('"team"=>"a", "x"=>"1"', '"team"=>"b", "x"=>"1"');
    const marked = (side: typeof before) => side.flatMap(({ text, isChanged }) => (isChanged ? [text] : []));
    expect([marked(before), marked(after)]).toEqual([['a'], ['b']]);
  });

  it('loses nothing of either', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '"', '\u202e') });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const { before, after } = sidesOf(one, other);
        expect([textOf(before), textOf(after)]).toEqual([one, other]);
      }),
      { numRuns: 200 },
    );
  });

  const tableOf = (members: Partial<Change>): string =>
    renderToStaticMarkup(<DifferenceTable change={change('a', members)} />)
      .replaceAll(/<\/(?:td|th)>/g, '|')
      .replaceAll(/<[^>]+>/g, '')
      .replaceAll('&quot;', '"');

  it('stands beside its name; a row that came or went has one side', () => {
    expect(tableOf({ differences: [TAGS] })).toBe('Column|Before|After|tags|"team"=>"a"|"team"=>"b"|');
    expect(tableOf({ change: 'deleted', differences: [{ column: 'name', before: 'a', after: null }] })).toBe(
      'Column|Before|name|a|',
    );
    expect(tableOf({ change: 'created', differences: [{ column: 'name', before: null, after: 'a' }] })).toBe(
      'Column|After|name|a|',
    );
  });

  it('says what it means that there was no value', () => {
    expect(tableOf({ differences: [{ column: 'state', before: null, after: '{"status":"DISABLED"}' }] })).toBe(
      'Column|Before|After|state|live|{"status":"DISABLED"}|',
    );
    expect(tableOf({ differences: [{ column: 'tags', before: null, after: '' }] })).toBe(
      'Column|Before|After|tags|nothing, or unknown||',
    );
  });
});

describe('the document of a change', () => {
  const textOfDocument = (members: Partial<Change>): string =>
    renderToStaticMarkup(<ChangedDocument change={change('a', members)} documents={undefined} />).replaceAll(
      /<[^>]+>/g,
      '|',
    );

  it.each([
    ['created', { before: null, after: 1 }, 'Document'],
    ['deleted', { before: 0, after: null }, 'Document, as it was'],
    ['updated', { before: 0, after: 1 }, 'Document'],
    ['updated', { before: null, after: 1 }, 'Document; the one before is not known'],
    ['updated', { before: 0, after: null }, 'Document, as it was; the one after is not known'],
  ] as const)('that was %s, %j, is called: %s', (kind, document, title) => {
    expect(textOfDocument({ change: kind, document })).toBe(`|${title}||Documents were left out of this report.|`);
  });

  it('is not spoken of where it did not change', () => {
    expect(textOfDocument({ differences: [TAGS] })).toBe('');
  });
});
