import { describe, expect, it } from '@jest/globals';
import { METRICS } from '../../lambda/contract/metrics';
import { TABLES } from '../../lambda/contract/tables';
import { VIEWS } from '../../lambda/contract/views/views';
import { REPLACED_DAYS } from '../../lib/lake/retention';
import { parseDashboard } from '../../tools/dashboard/body';
import { resourceOf, resourcesOf, spelled, templateOf } from '../lib/synthesized';
import { readDocument } from './documents';

const OPERATING = readDocument('docs/operating.md').text;

const template = templateOf();

const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').length;

const metricsOfDashboard = (): number => {
  const body = spelled(resourceOf(template, 'AWS::CloudWatch::Dashboard').properties.DashboardBody);
  const metrics = parseDashboard(body).flatMap((widget) =>
    widget.type === 'metric' ? widget.properties.metrics.flatMap(({ metric }) => metric ?? []) : [],
  );
  return new Set(metrics.map((metric) => JSON.stringify(metric))).size;
};

const inWords = (count: number): string | undefined =>
  ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'][count];

const price = (count: number, each: number): string => `$${(count * each).toFixed(2)}`;

describe('the document on operating the stack', () => {
  it('counts what the stack makes', () => {
    expect(OPERATING).toContain(`${inWords(TABLES.length)} tables, ${inWords(VIEWS.length)} [views]`);
    expect(OPERATING).toContain(`| ${inWords(alarms)} alarms, `);
    expect(OPERATING).toContain(`${alarms} alarms, a dashboard, GB of log`);
    expect(OPERATING).toContain(`2 × 24 × ${REPLACED_DAYS} = ${2 * 24 * REPLACED_DAYS} replaced copies`);
  });

  it('adds up what CloudWatch costs', () => {
    const every = Object.values(METRICS);
    // Every target is complete, and nothing changes.
    const least = every.filter(({ sent }) => sent !== 'nonzero').length + 1;
    expect(OPERATING).toContain(
      `| ${least} where every target is complete and nothing changes: ${price(least, 0.3)}. `,
    );
    expect(OPERATING).toContain(`all ${every.length} in every hour: ${price(every.length, 0.3)} |`);
    expect(OPERATING).toContain(`| ${alarms}: ${price(alarms, 0.1)} |`);
    expect(OPERATING).toContain(`| 1 of ${metricsOfDashboard()} metrics: ${price(1, 3)} |`);
  });

  it('names each output of the stack, and no other', () => {
    const [, table = ''] = /^## Outputs\n(.*?)^## /ms.exec(OPERATING) ?? [];
    const named = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(Object.keys(template.toJSON()['Outputs']).sort());
  });
});
