import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { mutations } from '../../tools/mutations';
import { ROOT, readDocument } from '../docs/documents';

describe('the mutations of npm run mutate', () => {
  it('break what stands exactly once in its file', () => {
    const wrong = mutations.filter(({ file, text }) => readDocument(file).text.split(text).length !== 2);
    expect(wrong.map(({ name, file }) => `${file}: ${name}`)).toEqual([]);
  });

  it('name a file of tests that is there', () => {
    expect(mutations.filter(({ test }) => !existsSync(join(ROOT, test.file)))).toEqual([]);
  });

  it('have each a name of their own', () => {
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
  });
});
