import { describe, expect, it } from '@jest/globals';
import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS } from '../../../lambda/contract/metrics';
import { type Graph, parseDashboard, type Widget } from '../../../tools/dashboard/body';
import { type Parsed, resourceOf, resourcesOf, spelled, templateOf } from '../synthesized';

const template = templateOf();

const widgetsOf = (given: unknown): readonly Widget[] =>
  parseDashboard(spelled(resourceOf(templateOf(given), 'AWS::CloudWatch::Dashboard').properties.DashboardBody));

const widgets = widgetsOf({});
const graphs = widgets.filter((widget): widget is Graph => widget.type === 'metric');
const series = graphs.flatMap(({ properties }) => properties.metrics);
const metrics = series.flatMap(({ metric }) => metric ?? []);

const COLUMNS = 24;

const cellsOf = ({ x, y, width, height }: Widget): readonly string[] =>
  Array.from({ length: width * height }, (_, cell) => `${x + (cell % width)} ${y + Math.floor(cell / width)}`);

describe('the widgets of the dashboard', () => {
  it('fill the 24 columns, and none lies over another', () => {
    const cells = widgets.flatMap(cellsOf);
    expect(new Set(cells).size).toBe(cells.length);
    const bottom = Math.max(...widgets.map(({ y, height }) => y + height));
    expect(cells.length).toBe(COLUMNS * bottom);
    expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBe(COLUMNS);
  });

  it('read, of our metrics, those that the function of this stack sends', () => {
    const { Variables } = resourceOf(template, 'AWS::Lambda::Function').properties.Environment;
    const ours = metrics.filter(({ namespace }) => namespace === METRIC_NAMESPACE);
    for (const { name, dimensions } of ours) {
      expect(Object.keys(METRICS)).toContain(name);
      expect(dimensions).toEqual([METRIC_DIMENSION, Variables.POWERTOOLS_SERVICE_NAME]);
    }
  });

  it('show all that it sends; the targets that failed as their outcomes', () => {
    const shown = new Set<string>(metrics.map(({ name }) => name));
    expect(Object.keys(METRICS).filter((name) => !shown.has(name))).toEqual(['TargetsFailed']);
  });

  it('read, of the metrics of AWS, the errors of the function and what lies in the two queues', () => {
    const functionName = `{${resourceOf(template, 'AWS::Lambda::Function').id}}`;
    const queues = ['CollectorFailedRuns', 'ScheduleUndelivered'].map(
      (prefix) => `{${resourceOf(template, 'AWS::SQS::Queue', prefix).id}.QueueName}`,
    );
    expect(metrics.filter(({ namespace }) => namespace !== METRIC_NAMESPACE)).toEqual([
      { namespace: 'AWS/Lambda', name: 'Errors', dimensions: ['FunctionName', functionName] },
      ...queues.map((queue) => ({
        namespace: 'AWS/SQS',
        name: 'ApproximateNumberOfMessagesVisible',
        dimensions: ['QueueName', queue],
      })),
    ]);
  });

  it('name their lines in words', () => {
    for (const { visible, label } of series) if (visible) expect(label).toMatch(/^[a-z]+( [a-z]+)*$/);
  });

  it('work out nothing but from metrics beside it', () => {
    for (const { properties } of graphs) {
      const ids = properties.metrics.flatMap(({ id }) => id ?? []);
      const used = properties.metrics.flatMap(({ expression }) => expression?.match(/[a-z]\w*/g) ?? []);
      expect([...new Set(used)].sort()).toEqual([...ids].sort());
    }
  });

  it('are of as many metrics as one of the free dashboards may hold: 50', () => {
    expect(new Set(metrics.map((metric) => JSON.stringify(metric))).size).toBeLessThanOrEqual(50);
  });

  it('hold the state of every alarm', () => {
    const shown = widgets.flatMap((widget) => (widget.type === 'alarm' ? widget.properties.alarms : []));
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ id }) => `{${id}.Arn}`);
    expect([...shown].sort()).toEqual([...alarms].sort());
  });

  it('say what each alarm means, and link to its heading in the runbook where that can be opened', () => {
    const textOf = (given: unknown): string =>
      widgetsOf(given).flatMap((widget) => (widget.type === 'text' ? widget.properties.markdown : []))[0] ?? '';
    const runbookUrl = 'https://example.com/lake/runbook.html';
    expect(textOf({ runbookUrl })).toContain(
      `- [TargetsFailing](${runbookUrl}#targetsfailing): Some Regions (*: whole accounts) could not be read and keep their rows.`,
    );
    expect(textOf({})).toContain('`docs/runbook.md`');
    expect(textOf({})).not.toContain('](');
    for (const { id } of resourcesOf(template, 'AWS::CloudWatch::Alarm'))
      expect(textOf({})).toContain(`- **${id.slice('Alarms'.length, -8)}**: `);
  });
});

describe('the dashboard', () => {
  it('is named by an output', () => {
    const [[, output] = []] = Object.entries(template.findOutputs('DashboardName'));
    expect(spelled(output?.['Value'])).toBe(`{${resourceOf(template, 'AWS::CloudWatch::Dashboard').id}}`);
  });

  it('is left out where the configuration says so', () => {
    const without = templateOf({ dashboard: false });
    without.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
    expect(without.findOutputs('DashboardName')).toEqual({});
  });

  it('is all that comes and goes with it: no permission, no alarm', () => {
    const resources = (given: unknown): Parsed => templateOf(given).toJSON()['Resources'];
    const { [resourceOf(template, 'AWS::CloudWatch::Dashboard').id]: _, ...others } = resources({});
    expect(resources({ dashboard: false })).toEqual(others);
  });
});
