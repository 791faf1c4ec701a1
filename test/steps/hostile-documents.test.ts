import { describe, expect, it } from '@jest/globals';
import { MAX_DOCUMENT_CHARACTERS, STEP_PROBLEMS, type StepProblem } from '../../lambda/contract/step-problem';
import { rowsOf, stepOf, WORKFLOW } from './workflow';

/** In documents, where it must not leave them. */
const SECRET = 'hunter2';

const step = `steps: [{name: ${SECRET}}]`;
const filled = (piece: string, before = '', after = ''): string =>
  before + piece.repeat(Math.floor((MAX_DOCUMENT_CHARACTERS - before.length - after.length) / piece.length)) + after;

/** A long text, and each level twice the one before: half a gigabyte. */
const laughs = Array.from({ length: 10 }, (_, level) =>
  level === 0 ? `x0: &x0 ${'x'.repeat(900_000)}` : `x${level}: &x${level} [*x${level - 1}, *x${level - 1}]`,
).join('\n');

const DOCUMENTS: readonly (readonly [string, string, StepProblem])[] = [
  ['no text', '', 'empty'],
  ['a comment only', `# ${SECRET}`, 'empty'],
  ['white space', ' \n\n', 'empty'],
  ['separators only', '---\n---\n', 'empty'],
  ['a sentence', `the password is ${SECRET}`, 'no_map'],
  ['a number', '42', 'no_map'],
  ['a list', `[{name: ${SECRET}}]`, 'no_map'],
  ['a component in place of a workflow', `phases: [{name: ${SECRET}}]`, 'no_steps'],
  ['steps that are a map', `steps: {one: {name: ${SECRET}}}`, 'no_steps'],
  ['steps that are a text', `steps: ${SECRET}`, 'no_steps'],
  ['steps with nothing behind them', 'steps:', 'no_steps'],
  ['no steps in the list', 'steps: []', 'no_steps'],
  ['HTML', `<html>\n<body>: ${SECRET}: ${SECRET}</body>`, 'unreadable'],
  ['a bracket that is not closed', `steps: [{name: ${SECRET}`, 'unreadable'],
  ['a quote that is not closed', `steps: [{name: "${SECRET}`, 'unreadable'],
  ['an escape that JSON does not know', `{"steps": [{"name": "C:\\d ${SECRET}"}]}`, 'unreadable'],
  ['a later YAML', `%YAML 2.0\n---\n${step}`, 'unreadable'],
  ['text behind the end', `{"steps": []} ${SECRET}`, 'unreadable'],
  ['tabs for indentation', `steps:\n\t- name: ${SECRET}`, 'tab'],
  ['a NUL', `steps: [{name: "\0${SECRET}"}]`, 'character'],
  ['a control character', `steps: [{name: ${SECRET}\u0007}]`, 'character'],
  ['a control character in quotes', `steps: [{name: "${SECRET}\u0007"}]`, 'character'],
  ['half a character', `steps: [{name: ${SECRET}\ud800}]`, 'character'],
  ['two documents', `${step}\n---\n${step}`, 'several_documents'],
  ['a key twice', `steps: [{name: abc, ${SECRET}: 1, ${SECRET}: 2}]`, 'duplicate_key'],
  ['a key twice in JSON', `{"steps": [], "steps": [{"name": "${SECRET}"}]}`, 'duplicate_key'],
  ['__proto__ twice', `steps: [{__proto__: {a: ${SECRET}}, __proto__: {}}]`, 'duplicate_key'],
  ['a key that escapes spell alike', `steps: [{"\\ud800": ${SECRET}, "\\udc00": 2}]`, 'duplicate_key'],
  ['a reference without quotes', `steps: [{name: {{ ${SECRET} }}}]`, 'complex_key'],
  ['a list for a key', `? [${SECRET}]\n: 1`, 'complex_key'],
  ['a function of CloudFormation', `steps: [{name: !Sub "${SECRET}"}]`, 'tag'],
  ['a function of CloudFormation over a list', `steps: !Split [",", ${SECRET}]`, 'tag'],
  ['a function of CloudFormation over a map', `steps: !Transform {Name: ${SECRET}}`, 'tag'],
  ['a set', `steps: !!set {${SECRET}}`, 'tag'],
  ['bytes', 'steps: [{name: !!binary aHVudGVyMg==}]', 'tag'],
  ['a number that is none', `steps: [{name: !!int ${SECRET}}]`, 'tag'],
  ['a tag of nobody', `steps: [{name: !${SECRET}!a b}]`, 'tag'],
  ['an alias of nothing', `steps: [{name: *${SECRET}}]`, 'unknown_alias'],
  ['21 aliases', `a: &a ${SECRET}\nsteps: [{inputs: [${Array(21).fill('*a')}]}]`, 'too_many_aliases'],
  ['a text merged', `steps: [{<<: ${SECRET}}]`, 'merge'],
  ['a text merged among maps', `steps: [{<<: [{a: 1}, ${SECRET}]}]`, 'merge'],
  [
    'thousands of merged keys',
    `a: &a {${Array.from({ length: 2_000 }, (_, index) => `k${index}: 1`)}}\nsteps: [${Array(9).fill('{<<: *a}')}]`,
    'merge',
  ],
  ['101 maps merged', `steps: [{<<: [${Array(101).fill('{}')}]}]`, 'merge'],
  ['51 lists in one another', `${'['.repeat(51)}${SECRET}${']'.repeat(51)}`, 'too_deep'],
  ['a list within itself', `steps: [{inputs: &a [${SECRET}, *a]}]`, 'too_deep'],
  ['a step within itself', `steps:\n- &a\n  name: ${SECRET}\n  next: *a`, 'too_deep'],
  ['aliases that stand for half a gigabyte', `${laughs}\nsteps: [{inputs: *x9}]`, 'too_large'],
  [
    'a text of 100,000 characters, 20 times',
    `a: &a ${'x'.repeat(1e5)}\nsteps: [{inputs: [${Array(20).fill('*a')}]}]`,
    'too_large',
  ],
  [
    'the same, merged into names',
    `a: &a {name: ${'x'.repeat(1e5)}}\nsteps: [${Array(20).fill('{<<: *a}')}]`,
    'too_large',
  ],
  ['1,001 steps', `steps: [${Array(1_001).fill(`{name: ${SECRET}}`)}]`, 'too_many_steps'],
  ['100,000 steps', `steps:\n${'- name: hunter2\n  action: WaitForAction\n'.repeat(100_000)}`, 'too_long'],
  ['32 MB of steps', `steps:\n${`- name: ${SECRET}\n`.repeat(2_000_000)}`, 'too_long'],
];

describe('a document that gives no steps', () => {
  it.each(DOCUMENTS)('is one row that says why: %s', (_, document, problem) => {
    const said = Object.entries(stepOf(document)).filter(([, value]) => value !== null);
    expect(Object.fromEntries(said)).toEqual({
      ...WORKFLOW,
      _key: `${WORKFLOW.arn}#`,
      problem: STEP_PROBLEMS[problem],
    });
  });

  it('is tried for each problem that there is', () => {
    const tried = new Set(DOCUMENTS.map(([, , problem]) => problem));
    const all = Object.keys(STEP_PROBLEMS).filter((problem) => problem !== 'step_is_no_map');
    expect([...tried].sort()).toEqual(all.sort());
  });
});

describe('a document at the edge', () => {
  it('is read with 1,000 steps', () => {
    expect(rowsOf(`steps: [${Array(1_000).fill('{name: abc}')}]`)).toHaveLength(1_000);
  });

  it('is read with 20 aliases, 50 levels and a million characters', () => {
    const edge = `a: &a b\nsteps: [{inputs: [${Array(20).fill('*a')}], x: ${'['.repeat(47)}${']'.repeat(47)}}] #`;
    expect(stepOf(filled('.', edge))).toMatchObject({ problem: null, position: 1 });
  });

  it('is read where one text is all that it has', () => {
    expect(stepOf(filled('x', 'steps: [{name: ', '}]')).step).toHaveLength(MAX_DOCUMENT_CHARACTERS - 17);
  });
});

/** Each is a million characters that a parser could be slow, or greedy, at: what is tried is that it comes to an end. */
it.each([
  ['keys in one another', `${'['.repeat(40)}${filled('a,').slice(1e5)}${']: b'.repeat(40)}`],
  ['brackets', filled('[')],
  ['question marks', filled('? ')],
  ['empty lines in a text', filled('\n', 'steps:\n- name: a', '\n    b')],
])('a million characters of %s end in rows or a problem', (_, document) => {
  expect(rowsOf(document).length).toBeGreaterThan(0);
});

it('what is nested thousands of levels deep is a problem as often as it is read', () => {
  const deep = '['.repeat(32_000) + ']'.repeat(32_000);
  const problems = new Set(Array.from({ length: 50 }, () => stepOf(`steps: ${deep}`).problem));
  expect([...problems]).toEqual([STEP_PROBLEMS.too_deep]);
});
