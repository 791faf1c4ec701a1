import { describe, expect, it } from '@jest/globals';
import { COLLECT_HELP } from '../../local/command-line/collect-request';
import { EXIT, exitOfSignal } from '../../local/command-line/exit-status';
import { readDocument } from './documents';

const LAPTOP = readDocument('docs/laptop.md').text;

const sectionOf = (heading: string): string => LAPTOP.split(/^## /m).find((each) => each.startsWith(heading)) ?? '';

/** The statuses that a table of a section begins its lines with. */
const statusesIn = (heading: string): readonly number[] =>
  [...sectionOf(heading).matchAll(/^\| (\d[\d, ]*) \|/gm)]
    .flatMap(([, statuses = '']) => statuses.split(', ').map(Number))
    .sort();

const STOPPED = (['SIGHUP', 'SIGINT', 'SIGTERM'] as const).map(exitOfSignal);

describe('the document on the laptop', () => {
  it('names every option of collect, and no other', () => {
    const inTable = [...sectionOf('Options of collect').matchAll(/^\| `--([\w-]+)/gm)].map(([, name]) => name);
    const inHelp = [...COLLECT_HELP.matchAll(/^ {2}--([\w-]+)/gm)].map(([, name]) => name);
    expect(inTable.sort()).toEqual(inHelp.sort());
  });

  it('names every exit status of collect', () => {
    expect(statusesIn('Exit status of collect')).toEqual([...Object.values(EXIT), ...STOPPED].sort());
  });

  it('names every exit status of query', () => {
    expect(statusesIn('Query')).toEqual([EXIT.done, EXIT.failed, EXIT.wrongUsage, ...STOPPED].sort());
  });
});
