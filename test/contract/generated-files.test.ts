import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { GENERATED_FILES } from '../../tools/generated-files';
import { tablesDocument } from '../../tools/tables-document';

const read = (path: string): string => readFileSync(join(__dirname, '../..', path), 'utf8');

describe('the generated documents', () => {
  it.each(GENERATED_FILES)('are up to date: $path', ({ path, renew }) => {
    expect(read(path)).toBe(renew(read(path)));
  });

  it('keep what people wrote around them', () => {
    const document = read('docs/tables.md');
    const edited = `before\n${document.replaceAll('| no | Primary key:', '| no | Old words:')}\nafter\n`;
    expect(edited).not.toContain('| Primary key:');
    expect(tablesDocument(edited)).toBe(`before\n${document}\nafter\n`);
  });

  it('are not written without their markers', () => {
    expect(() => tablesDocument('# Tables\n')).toThrow('must hold the lines <!-- generated');
  });
});
