import { describe, expect, it } from '@jest/globals';
import { COLLECT_HELP } from '../../local/command-line/collect-request';
import { EXIT, exitOfSignal } from '../../local/command-line/exit-status';
import { queryCommand } from '../../local/command-line/query-command';
import { makeScratch } from '../../local/command-line/scratch';
import { recordedOutput } from '../local/demo/recorded-output';
import { readDocument } from './documents';

const LAPTOP = readDocument('docs/laptop.md').text;

const sectionOf = (heading: string): string => LAPTOP.split(/^## /m).find((each) => each.startsWith(heading)) ?? '';

const optionsInTable = (heading: string): readonly (string | undefined)[] =>
  [...sectionOf(heading).matchAll(/^\| `--([\w-]+)/gm)].map(([, name]) => name).sort();

const optionsInHelp = (help: string): readonly (string | undefined)[] =>
  [...help.matchAll(/^ {2}--([\w-]+)/gm)].map(([, name]) => name).sort();

const queryHelp = async (): Promise<string> => {
  const out = recordedOutput();
  await queryCommand(['--help'], {
    out,
    err: recordedOutput(),
    signals: { listen: () => () => undefined, exit: () => undefined },
    makeScratch,
    openNetwork: async () => ({}),
    demoLake: undefined,
  });
  return out.text();
};

/** The statuses that a table of a section begins its lines with. */
const statusesIn = (heading: string): readonly number[] =>
  [...sectionOf(heading).matchAll(/^\| (\d[\d, ]*) \|/gm)]
    .flatMap(([, statuses = '']) => statuses.split(', ').map(Number))
    .sort();

const STOPPED = (['SIGHUP', 'SIGINT', 'SIGTERM'] as const).map(exitOfSignal);

describe('the document on the laptop', () => {
  it('names every option of collect, and no other', () => {
    expect(optionsInTable('Options of collect')).toEqual(optionsInHelp(COLLECT_HELP));
  });

  it('names every option of query, and no other', async () => {
    expect(optionsInTable('Query')).toEqual(optionsInHelp(await queryHelp()));
  });

  it('names every exit status of collect', () => {
    expect(statusesIn('Exit status of collect')).toEqual([...Object.values(EXIT), ...STOPPED].sort());
  });

  it('names every exit status of query', () => {
    expect(statusesIn('Query')).toEqual([EXIT.done, EXIT.failed, EXIT.wrongUsage, ...STOPPED].sort());
  });
});
