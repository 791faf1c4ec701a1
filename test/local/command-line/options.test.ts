import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseOptions } from '../../../local/command-line/options';

const OPTIONS = [{ name: 'lake', takes: 'DIR' }, { name: 'json' }];

describe('A command line', () => {
  it('takes every text of several words for a text, whatever it begins with', () => {
    const text = fc
      .tuple(fc.constantFrom('-', '--', '--json', '--lake', '--x=y', '-j', ''), fc.string(), fc.constantFrom('\n', ' '))
      .map(([start, rest, blank]) => `${start}${blank}${rest}`);
    fc.assert(
      fc.property(text, (question) => {
        const { positionals, faults } = parseOptions(['--lake', 'l', question, '--json'], OPTIONS);
        expect({ positionals, faults }).toEqual({ positionals: [question], faults: [] });
      }),
    );
  });

  it('takes everything after a lone -- for a text', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (texts) => {
        expect(parseOptions(['--json', '--', ...texts], OPTIONS).positionals).toEqual(texts);
      }),
    );
  });
});
