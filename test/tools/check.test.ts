import { describe, expect, it } from '@jest/globals';
import { failedOf, PARTS, sumOf } from '../../tools/check';

const A = { name: 'a', command: 'npx a' };
const B = { name: 'b', command: 'npx b', renew: 'npx b --write' };
const C = { name: 'c', command: 'npx c' };

describe('npm run check', () => {
  it('runs every part, also behind one that fails', () => {
    const run: string[] = [];
    const failed = failedOf([A, B, C], (command) => {
      run.push(command);
      return command === 'npx c';
    });
    expect(run).toEqual(['npx a', 'npx b', 'npx c']);
    expect(failed).toEqual([A, B]);
  });

  it('ends with the sum, and says what renews a file that is stale', () => {
    expect(sumOf([A, B, C], [A, B])).toBe(
      ['a: failed: npx a', 'b: failed: npx b. What is stale is renewed by npx b --write', 'c: passed'].join('\n'),
    );
  });

  it('knows for every part that compares files how they are renewed', () => {
    const comparing = PARTS.filter(({ command }) => command.includes('--check'));
    expect(comparing.map(({ name }) => name)).toEqual(['lock', 'generated', 'transcript']);
    for (const { renew } of comparing) expect(renew).toBeDefined();
  });
});
