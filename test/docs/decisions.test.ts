import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { filesUnder, readDocument } from './documents';

const files = filesUnder('docs/decisions', '.md').filter((path) => basename(path) !== 'README.md');
const titleOf = (path: string): string | undefined => /^# (\d{4}: .+)\n/.exec(readDocument(path).text)?.[1];

describe('the decisions', () => {
  it('are numbered without a gap, in the file as in the title', () => {
    const numbers = files.map((_, index) => String(index + 1).padStart(4, '0'));
    expect(files.map((path) => basename(path).slice(0, 4))).toEqual(numbers);
    expect(files.map((path) => titleOf(path)?.slice(0, 4))).toEqual(numbers);
  });

  it('stand in the index, each under its title', () => {
    const lines = readDocument('docs/decisions/README.md').text.matchAll(/^\| \[(\d{4})\]\((.+)\) \| (.+) \|$/gm);
    const listed = [...lines].map(([, number, file, title]) => ({ file, title: `${number}: ${title}` }));
    expect(listed).toEqual(files.map((path) => ({ file: basename(path), title: titleOf(path) })));
  });

  it('have each a status, a context, positions, a decision and consequences', () => {
    for (const path of files) {
      const { text } = readDocument(path);
      const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
      expect([path, ...headings]).toEqual([path, 'Context', 'Positions considered', 'Decision', 'Consequences']);
      expect([path, /^\*\*Status:\*\* accepted\./m.test(text)]).toEqual([path, true]);
    }
  });
});
