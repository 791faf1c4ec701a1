import { describe, expect, it } from '@jest/globals';
import { reportOf } from '../../page/report';
import { actionUses, notedBuilds } from '../../page/steps/action-uses';
import { build, indexOf } from './builds';

const REPORT = reportOf(
  indexOf({
    builds: [
      build('a', { document: 0 }),
      build('a', { document: 1, number: 2 }),
      build('b', { document: 0 }),
      build('c', { document: null }),
      build('d', { document: 2 }),
    ],
    documents: [
      { actions: ['RunCommand', 'RunCommand', 'CreateImage'], problem: null },
      { actions: ['CreateImage', 'toString'], problem: null },
      { actions: ['CreateImage'], problem: 'step 2 has no action' },
    ],
  }),
);

describe('actions', () => {
  it('are counted by workflow, build and step, those of most workflows first', () => {
    expect(actionUses(REPORT)).toEqual([
      { action: 'CreateImage', workflows: 3, builds: 4, steps: 4 },
      { action: 'RunCommand', workflows: 2, builds: 2, steps: 4 },
      { action: 'toString', workflows: 1, builds: 1, steps: 1 },
    ]);
  });

  it('are none where no document is known', () => {
    expect(actionUses(reportOf(indexOf({ builds: [build('c')] })))).toEqual([]);
  });
});

describe('builds whose steps are not known', () => {
  it('are named: those with a problem, and those without a document', () => {
    const faulty = notedBuilds(REPORT, (each) => REPORT.factsOf(each)?.problem ?? null);
    const unread = notedBuilds(REPORT, ({ document }) => (document === null ? '' : null));
    expect(faulty.map(({ build: { name }, note }) => [name, note])).toEqual([['d', 'step 2 has no action']]);
    expect(unread.map(({ build: { name }, workflow }) => [name, workflow.newest.name])).toEqual([['c', 'c']]);
  });
});
