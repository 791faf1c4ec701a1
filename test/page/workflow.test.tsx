import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderToStaticMarkup } from 'preact-render-to-string';
import { Documents } from '../../page/documents';
import { reportOf } from '../../page/report';
import type { DocumentFacts, Step } from '../../page/report-data';
import { Comparison } from '../../page/workflow/comparison';
import { conditionText } from '../../page/workflow/condition';
import { linesOf } from '../../page/workflow/highlight';
import { diffOf } from '../../page/workflow/line-diff';
import { StepsPicture } from '../../page/workflow/steps-picture';
import { timelineOf } from '../../page/workflow/timeline';
import { build, indexOf } from './builds';

const STEP: Step = {
  position: 1,
  step: 'Launch',
  action: 'LaunchInstance',
  description: null,
  on_failure: null,
  timeout_seconds: null,
  rollback_enabled: null,
  condition: null,
  inputs: null,
  other: null,
  problem: null,
};

describe('the line of time', () => {
  it('has the oldest build at the left, the newest at the right', () => {
    const builds = ['2026-01-03', '2026-01-01', '2026-01-02'].map((day) =>
      build(day, { date_created: `${day}T00:00:00Z` }),
    );
    expect(timelineOf(builds).builds.map((each) => [each.build.name, each.place, each.lane])).toEqual([
      ['2026-01-01', 0, 0],
      ['2026-01-02', 0.5, 0],
      ['2026-01-03', 1, 0],
    ]);
  });

  it('puts builds of one moment above each other, and leaves out those of no known time', () => {
    const builds = [build('a'), build('b'), build('c', { date_created: null }), build('d', { date_created: 'soon' })];
    const { builds: placed, lanes, ticks } = timelineOf(builds);
    expect(placed.map(({ place, lane }) => [place, lane])).toEqual([
      [0.5, 0],
      [0.5, 1],
    ]);
    expect({ lanes, ticks }).toEqual({ lanes: 2, ticks: [] });
    expect(timelineOf([])).toEqual({ builds: [], ticks: [], lanes: 0 });
  });
});

describe('a condition', () => {
  it.each([
    ['{"booleanEquals":true,"value":"$.parameters.patch"}', '$.parameters.patch booleanEquals true'],
    ['{"value":"$.imagebuilder.imageType","stringEquals":"AMI"}', '$.imagebuilder.imageType stringEquals AMI'],
    [
      '{"and":[{"stringEquals":"AMI","value":"$.a"},{"not":{"stringIsEmpty":true,"value":"$.b"}}]}',
      '($.a stringEquals AMI) and (not ($.b stringIsEmpty true))',
    ],
    ['{"or":[]}', ''],
    ['{"surprise":true}', '{"surprise":true}'],
    ['{"and":[{"surprise":1}]}', '{"and":[{"surprise":1}]}'],
    ['"x"', '"x"'],
    ['not JSON', 'not JSON'],
  ])('%s is shown as %s', (json, sentence) => {
    expect(conditionText(json)).toBe(sentence);
  });
});

describe('the picture of steps', () => {
  const pictureOf = (...steps: readonly Partial<Step>[]): string =>
    renderToStaticMarkup(<StepsPicture steps={steps.map((step) => ({ ...STEP, ...step }))} />).replaceAll(
      /<[^>]+>/g,
      '|',
    );

  it('says when a step is left out, and what its failure does', () => {
    const picture = pictureOf(
      { on_failure: 'Abort' },
      { on_failure: 'Continue', condition: '{"booleanEquals":true,"value":"$.parameters.patch"}' },
      { on_failure: 'Explode' },
    );
    expect(picture).toContain('a failure ends the workflow|');
    expect(picture).toContain('only if |$.parameters.patch booleanEquals true');
    expect(picture).toContain('a failure is passed over');
    expect(picture).toContain('on failure: |Explode');
  });

  it('says which is the default of what the document leaves out', () => {
    expect(pictureOf({})).toContain('a failure ends the workflow (default)');
  });

  it('shows a problem in place of a step that cannot be told', () => {
    expect(pictureOf({ problem: 'it is no map', position: 2 })).toContain('Step 2: it is no map');
    expect(pictureOf({ problem: 'no YAML', position: null })).toContain('|no YAML|');
  });

  it('keeps the digits of a number that JavaScript cannot hold', () => {
    expect(pictureOf({ inputs: '{"id":12345678901234567890}' })).toContain('12345678901234567890');
  });
});

describe('the builds of a workflow', () => {
  it('are the newest twenty until more are asked for: what is known of the one shown stands below', async () => {
    // It listens to the window for being printed.
    Object.assign(globalThis, { window: new EventTarget() });
    const { BuildTable } = await import('../../page/workflow/build-table');
    const builds = Array.from({ length: 2000 }, (_, number) => build('a', { number: number + 1 }));
    const [workflow] = reportOf(indexOf({ builds })).workflows;
    if (workflow === undefined) throw new Error('there is no workflow');
    const table = renderToStaticMarkup(<BuildTable workflow={workflow} shown={workflow.newest} other={undefined} />);
    expect(table.match(/<tr/g)).toHaveLength(1 + 20);
    expect(table).toContain('1.0.0, build 2000');
    expect(table).toContain('Show 1,980 rows more');
  });
});

describe('a workflow whose document was left out of the report', () => {
  const detailOf = async (facts: DocumentFacts): Promise<string> => {
    Object.assign(globalThis, { window: new EventTarget() });
    const { WorkflowDetail } = await import('../../page/views/workflow-detail');
    const report = reportOf(
      indexOf({ builds: [build('a', { document: 0 })], documents: [facts], has_documents: false }),
    );
    const parameters = { id: report.workflows[0]?.id ?? '' };
    const documents = new Documents([], async () => []);
    return renderToStaticMarkup(<WorkflowDetail {...{ report, documents, parameters }} />).replaceAll(/<[^>]+>/g, '|');
  };

  it('has the actions of its steps, or says why these cannot be told', async () => {
    const told = await detailOf({ actions: ['RunCommand'], problem: null });
    expect(told).toMatch(/The actions of its steps, in their order:\|+RunCommand/);
    const untold = await detailOf({ actions: [], problem: 'it is no YAML' });
    expect(untold).toContain('Its steps cannot be told: it is no YAML');
    expect(untold).not.toContain('in their order');
  });
});

describe('the comparison of two builds', () => {
  const comparisonOf = (before: number | null, after: number | null): string =>
    renderToStaticMarkup(
      <Comparison
        before={build('a', { document: before })}
        after={build('a', { number: 2, document: after })}
        documents={undefined}
      />,
    ).replaceAll(/<[^>]+>/g, '|');

  it('says whether their documents differ, where these were left out of the report', () => {
    expect(comparisonOf(0, 1)).toContain('|Their documents differ. They were left out of this report.|');
    expect(comparisonOf(1, 1)).toContain('|Their documents are equal.|');
    expect(comparisonOf(1, null)).toContain('|The document of one of them could not be read.|');
  });
});

const textOf = (lines: ReturnType<typeof linesOf>): string =>
  lines.map((line) => line.map(({ text }) => text).join('')).join('\n');

describe('a highlighted document', () => {
  it('tells keys, texts, numbers and comments apart, in YAML and in JSON', () => {
    const kinds = linesOf('name: "x" # why\nsteps: 1\n')
      .flat()
      .filter(({ kind }) => kind !== '');
    expect(kinds).toEqual([
      { text: 'name', kind: 'key' },
      { text: '"x"', kind: 'string' },
      { text: '# why', kind: 'comment' },
      { text: 'steps', kind: 'key' },
    ]);
    expect(
      linesOf('{"a": [1, true]}')
        .flat()
        .filter(({ kind }) => kind !== ''),
    ).toEqual([
      { text: '"a"', kind: 'key' },
      { text: '1', kind: 'number' },
      { text: 'true', kind: 'number' },
    ]);
  });

  it('loses and adds nothing, whatever the text', () => {
    const texts = fc.array(
      fc.constantFrom('a', ': ', '\n', '- ', '"', '{', ']', '\t', '#', '\r\n', '|', '\u202e', '&', '*'),
    );
    fc.assert(
      fc.property(texts, (parts) => expect(textOf(linesOf(parts.join('')))).toBe(parts.join(''))),
      { numRuns: 300 },
    );
  });

  it('of megabytes is shown without kinds', () => {
    const text = 'a: 1\n'.repeat(100_000);
    expect(linesOf(text)).toHaveLength(100_001);
  });
});

describe('the difference of two documents', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', ' d', ''), { maxLength: 12 });

  it('holds every line of both, in their order', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = diffOf(before.join('\n'), after.join('\n')) ?? [];
        const side = (kind: 'removed' | 'added'): string =>
          diff
            .filter((line) => line.kind === 'same' || line.kind === kind)
            .map(({ spans }) => spans.map(({ text }) => text).join(''))
            .join('\n');
        expect(side('removed').trimEnd()).toBe(before.join('\n').trimEnd());
        expect(side('added').trimEnd()).toBe(after.join('\n').trimEnd());
      }),
    );
  });

  it('marks the words of a line that was replaced by another', () => {
    expect(diffOf('a: one\nb: 1\n', 'a: two\nb: 1\n')).toEqual([
      {
        kind: 'removed',
        spans: [
          { text: 'a: ', isChanged: false },
          { text: 'one', isChanged: true },
        ],
      },
      {
        kind: 'added',
        spans: [
          { text: 'a: ', isChanged: false },
          { text: 'two', isChanged: true },
        ],
      },
      { kind: 'same', spans: [{ text: 'b: 1', isChanged: false }] },
    ]);
  });

  it('of long lines that have nothing in common stops telling their words apart before it takes seconds', () => {
    const text = (seed: number): string =>
      Array.from({ length: 60 }, (_, line) =>
        Array.from({ length: 400 }, (_, word) => ((line + 1) * (word + 7) * seed * 7919) % 9973)
          .join(' ')
          .slice(0, 1999),
      ).join('\n');
    const removed = diffOf(text(1), text(101))?.filter(({ kind }) => kind === 'removed') ?? [];
    expect(removed).toHaveLength(60);
    expect(removed.at(0)?.spans.length).toBeGreaterThan(1);
    expect(removed.at(-1)?.spans).toHaveLength(1);
  });

  it('of a million characters is told too, however many lines they are', () => {
    const equal = 'x\n'.repeat(500_000);
    expect(diffOf(`${equal}a`, `${equal}b`)).toHaveLength(500_002);
  });

  it('shows a line that differs in an invisible character alone', () => {
    expect(diffOf('a\n', 'a\u200b\n')?.map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });
});
