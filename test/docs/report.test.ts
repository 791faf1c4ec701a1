import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../lambda/clock';
import { EXIT, exitOfSignal } from '../../local/command-line/exit-status';
import { reportCommand } from '../../local/command-line/report-command';
import { makeScratch } from '../../local/command-line/scratch';
import { recordedOutput } from '../local/demo/recorded-output';
import { readDocument } from './documents';

const { text } = readDocument('docs/report.md');

const reportHelp = async (): Promise<string> => {
  const out = recordedOutput();
  await reportCommand(['--help'], {
    out,
    err: recordedOutput(),
    signals: { listen: () => () => undefined, exit: () => undefined },
    makeScratch,
    openNetwork: async () => ({}),
    demoLake: undefined,
    clock: systemClock,
  });
  return out.text();
};

describe('the document on the report page', () => {
  it('names every option, and no other', async () => {
    const inTable = [...text.matchAll(/^\| `--([\w-]+)/gm)].map(([, name]) => name);
    const inHelp = [...(await reportHelp()).matchAll(/^ {2}--([\w-]+)/gm)].map(([, name]) => name);
    expect(inTable.sort()).toEqual(inHelp.sort());
  });

  it('names every exit status', () => {
    const named = [...text.matchAll(/^\| (\d[\d, ]*) \|/gm)].flatMap(([, all = '']) => all.split(', ').map(Number));
    const stopped = (['SIGHUP', 'SIGINT', 'SIGTERM'] as const).map(exitOfSignal);
    expect(named.sort()).toEqual([EXIT.done, EXIT.failed, EXIT.wrongUsage, ...stopped].sort());
  });
});
