import { describe, expect, it } from '@jest/globals';
import { CONFIGURATION_KEY, parseConfiguration } from '../../lib/configuration/configuration';
import type { Parsed } from '../lib/synthesized';
import { blocksOf, documents } from './documents';

/** Every block in every document that is for cdk.json. */
const given = documents().flatMap(({ path, text }) =>
  blocksOf({ path, text })
    .filter(({ language }) => language === 'json')
    .map((block): Parsed => JSON.parse(block.text))
    .flatMap(({ context }) => (context === undefined ? [] : [{ path, configuration: context[CONFIGURATION_KEY] }])),
);

describe('the configurations in the documents', () => {
  it('are found', () => {
    expect(given.map(({ path }) => path).sort()).toEqual([
      'README.md',
      'docs/configuration.md',
      'docs/operating.md',
      'docs/organization.md',
    ]);
  });

  it.each(given)('may be deployed: $path', ({ configuration }) => {
    // BUCKET stands for a name, which has no capitals.
    const deployed = JSON.parse(JSON.stringify(configuration).replace('BUCKET', 'bucket'));
    expect(() => parseConfiguration(deployed)).not.toThrow();
  });
});
