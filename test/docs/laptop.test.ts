import { describe, expect, it } from '@jest/globals';
import { COLLECT_HELP } from '../../local/command-line/collect-request';
import { EXIT } from '../../local/command-line/exit-status';
import { readDocument } from './documents';

const LAPTOP = readDocument('docs/laptop.md').text;

const sectionOf = (heading: string): string => LAPTOP.split(/^## /m).find((each) => each.startsWith(heading)) ?? '';

describe('the document on the laptop', () => {
  it('names every option of collect, and no other', () => {
    const inTable = [...sectionOf('Options of collect').matchAll(/^\| `--([\w-]+)/gm)].map(([, name]) => name);
    const inHelp = [...COLLECT_HELP.matchAll(/^ {2}--([\w-]+)/gm)].map(([, name]) => name);
    expect(inTable.sort()).toEqual(inHelp.sort());
  });

  it('names every exit status of collect', () => {
    const inTable = [...sectionOf('Exit status').matchAll(/^\| (\d[\d, ]*) \|/gm)].map(([, status]) => status);
    expect(inTable.sort()).toEqual([...Object.values(EXIT).map(String), '130, 143'].sort());
  });
});
