import { describe, expect, it } from '@jest/globals';
import { CHANGE_METRICS, METRICS, OUTCOME_METRICS } from '../../lambda/contract/metrics';

describe('the metrics', () => {
  it('fit into one line of Embedded Metric Format, which takes a hundred', () => {
    expect(Object.keys(METRICS).length).toBeLessThanOrEqual(100);
  });

  it('count each outcome and each kind of change once, and leave out of them what is 0', () => {
    const ofKinds = [...Object.values(OUTCOME_METRICS), ...Object.values(CHANGE_METRICS)];
    const nonzero = Object.entries(METRICS).filter(([, { sent }]) => sent === 'nonzero');
    expect(nonzero.map(([name]) => name)).toEqual(ofKinds);
  });
});
