import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { STEP_PROBLEMS } from '../../lambda/contract/step-problem';
import type { StepRow } from '../../lambda/steps/step-row';
import { anyStyle, documentText } from '../arbitrary/document-text';
import { anyDocument, jsonOf, type Member, type Written } from '../arbitrary/workflow-document';
import { rowsOf, WORKFLOW } from './workflow';

const isNull = (value: Written): boolean => value.kind === 'plain' && value.json === 'null';

const textIn = (value: Written): string | null => {
  if (value.kind === 'text') return value.text;
  if (value.kind !== 'plain') return null;
  return value.json.startsWith('"') ? value.spelling : value.json;
};

const wholeNumberIn = (value: Written): number | null =>
  value.kind === 'plain' && /^\d+$/.test(value.json) ? Number(value.json) : null;

const COLUMNS = {
  name: { column: 'step', read: textIn },
  action: { column: 'action', read: textIn },
  description: { column: 'description', read: textIn },
  onFailure: { column: 'on_failure', read: textIn },
  timeoutSeconds: { column: 'timeout_seconds', read: wholeNumberIn },
  rollbackEnabled: { column: 'rollback_enabled', read: textIn },
  if: { column: 'condition', read: jsonOf },
  inputs: { column: 'inputs', read: jsonOf },
} as const;

/** The columns of a step as they were written, and what no column takes. */
const expectedOf = (members: readonly Member[]): Partial<StepRow> => {
  const written = new Map(members);
  const columns: Record<string, unknown> = {};
  for (const [name, { column, read }] of Object.entries(COLUMNS)) {
    const value = written.get(name);
    const taken = value === undefined || isNull(value) ? null : read(value);
    columns[column] = taken;
    if (taken !== null || (value !== undefined && isNull(value))) written.delete(name);
  }
  const other = written.size === 0 ? null : jsonOf({ kind: 'map', members: [...written] });
  return { ...columns, other, problem: null };
};

describe('any document', () => {
  it('comes back step by step as it was written, whatever the style', () => {
    fc.assert(
      fc.property(anyDocument, anyStyle, ({ steps, whole }, style) => {
        const rows = rowsOf(documentText(whole, style));
        expect(rows).toEqual(
          steps.map((members, index) => ({
            ...WORKFLOW,
            _key: `${WORKFLOW.arn}#${index + 1}`,
            position: index + 1,
            ...expectedOf(members),
          })),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('of JSON is read as JSON reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, space) => {
        const [row] = rowsOf(JSON.stringify({ steps: [{ inputs: [value] }] }, undefined, space));
        expect(JSON.parse(row?.inputs ?? '')).toEqual(JSON.parse(JSON.stringify([value])));
      }),
    );
  });
});

const PROBLEMS: readonly unknown[] = [null, ...Object.values(STEP_PROBLEMS)];

/** Pieces that mean something to YAML, in any order. */
const pieces = fc.constantFrom(
  ...[
    'steps',
    ':',
    ': ',
    '- ',
    '\n',
    '\n  ',
    '\r',
    '\t',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '#',
    ' #',
    '&a ',
    '*a',
    '!',
    '!!',
    '!Sub ',
  ],
  ...[
    '|',
    '>',
    '|-\n',
    '?',
    '? ',
    '%',
    '@',
    '`',
    '---\n',
    '...',
    '<<',
    '\ufeff',
    '\0',
    '\ud800',
    '\u2028',
    'hunter2',
    '01',
    '~',
    '\\',
  ],
);

const anyYamlLikeText = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 40 });

describe('any text', () => {
  const expectRowsOrProblem = (text: string): void => {
    const rows = rowsOf(text);
    expect(rows.length).toBeGreaterThan(0);
    for (const { problem, position } of rows) {
      expect(PROBLEMS).toContain(problem);
      if (position === null) expect([rows.length, problem]).toEqual([1, expect.any(String)]);
    }
  };

  it('gives rows, or a problem in our own words', () => {
    fc.assert(
      fc.property(anyYamlLikeText, (parts) => expectRowsOrProblem(parts.join(''))),
      { numRuns: 1_000 },
    );
  });

  it('that was a document until a piece of it was replaced gives rows, or a problem in our own words', () => {
    const piece = fc.array(pieces, { maxLength: 2 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        anyDocument,
        anyStyle,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(3),
        piece,
        (document, style, where, length, put) => {
          const text = documentText(document.whole, style);
          const start = Math.floor(where * text.length);
          expectRowsOrProblem(text.slice(0, start) + put + text.slice(start + length));
        },
      ),
      { numRuns: 300 },
    );
  });
});
