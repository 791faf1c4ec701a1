import { describe, expect, it } from '@jest/globals';
import { METRICS } from '../../lambda/contract/metrics';
import { REPLACED_DAYS } from '../../lib/lake/retention';
import { resourcesOf, templateOf } from '../lib/synthesized';
import { readDocument } from './documents';

const OPERATING = readDocument('docs/operating.md').text;

const template = templateOf();

describe('the document on operating the stack', () => {
  it('counts what the stack makes', () => {
    expect(OPERATING).toContain(`${resourcesOf(template, 'AWS::CloudWatch::Alarm').length} alarms, GB of log`);
    expect(OPERATING).toContain(`${Object.keys(METRICS).length} metrics of our own`);
    expect(OPERATING).toContain(`2 × 24 × ${REPLACED_DAYS} = ${2 * 24 * REPLACED_DAYS} replaced copies`);
  });

  it('names each output of the stack, and no other', () => {
    const [, table = ''] = OPERATING.split('## Outputs');
    const named = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(Object.keys(template.toJSON()['Outputs']).sort());
  });
});
