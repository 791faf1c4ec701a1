import type { Series } from './body';
import { HOURS, SAMPLES } from './sample';

/** A line of a graph, with a value for each of its periods. */
export interface Line {
  readonly label: string;
  readonly color: string;
  readonly values: readonly number[];
}

/** Those that CloudWatch takes where none is given, as far as they are needed. */
const COLORS = ['#1f77b4', '#ff7f0e', '#2ca02c'];

/** The lines of a graph, of sample data. What is hidden is there to be worked with. */
export const linesOf = (series: readonly Series[]): readonly Line[] =>
  series
    .filter(({ visible }) => visible)
    .map((one, index) => ({
      label: one.label ?? one.metric?.name ?? '',
      color: one.color ?? COLORS[index % COLORS.length] ?? '',
      values: Array.from({ length: HOURS / hoursOf(one) }, (_, index) => valueAt(one, series, index)),
    }));

/** `FILL(a, 0) / b`, `a / 3600` and their parts: all that our dashboard asks CloudWatch to work out. */
const EXPRESSION = /^(?:FILL\((\w+), 0\)|(\w+))(?: \/ (\w+))?$/;

const valueAt = (one: Series, series: readonly Series[], index: number): number => {
  const { metric, expression } = one;
  if (metric !== undefined) return statisticOf(one, sampleOf(metric.name), index);
  const [, filled, plain, divisor = '1'] = EXPRESSION.exec(expression ?? '') ?? [];
  const dividend = filled ?? plain;
  if (dividend === undefined) throw new Error(`cannot draw ${expression}; allowed: FILL(a, 0) / b, and parts of it`);
  const operand = (name: string): number => {
    const found = series.find(({ id }) => id === name);
    return found === undefined ? Number(name) : valueAt(found, series, index);
  };
  return operand(dividend) / operand(divisor);
};

const hoursOf = ({ period }: Series): number => period / 3600;

const statisticOf = (one: Series, sample: (hour: number) => number, index: number): number => {
  const hours = hoursOf(one);
  const values = Array.from({ length: hours }, (_, hour) => sample(index * hours + hour));
  if (one.stat === 'Sum') return values.reduce((sum, value) => sum + value, 0);
  if (one.stat === 'Maximum') return Math.max(...values);
  throw new Error(`cannot draw the statistic ${one.stat}; allowed: Sum, Maximum`);
};

const sampleOf = (name: string): ((hour: number) => number) => {
  const [, sample] = Object.entries(SAMPLES).find(([known]) => known === name) ?? [];
  if (sample === undefined) throw new Error(`no sample of ${name}; there are ${Object.keys(SAMPLES).join(', ')}`);
  return sample;
};
