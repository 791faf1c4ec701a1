import type { Graph } from './body';
import { HOURS } from './sample';
import { type Line, linesOf } from './series';
import { box, FAINT, type Rectangle, rounded, text, widthOf } from './svg';

const AXIS_WIDTH = 32;
const DAYS_HEIGHT = 20;
const LEGEND_WIDTH = 124;
const LEGEND_ROW = 17;
const DAYS = HOURS / 24;
const FIRST_DAY = 20;

/** A graph with its axes and its legend, as CloudWatch would draw it more or less. */
export const drawGraph = ({ properties }: Graph, area: Rectangle): string => {
  const lines = linesOf(properties.metrics);
  const legend = properties.legend.position === 'right' ? legendBeside(lines, area) : legendBelow(lines, area);
  const plot = {
    x: area.x + AXIS_WIDTH,
    y: area.y + 6,
    width: legend.left - area.x - AXIS_WIDTH - 12,
    height: legend.top - area.y - 6 - DAYS_HEIGHT,
  };
  const bands = properties.stacked ? stackedBands(lines) : lines.map(({ values }) => ({ floor: [], values }));
  const top = roundTop(Math.max(...bands.flatMap(({ values }) => values)));
  const scale: Scale = {
    x: (share) => rounded(plot.x + share * plot.width),
    y: (value) => rounded(plot.y + (1 - value / top) * plot.height),
  };
  const shapes = bands.map((band, index) => drawBand(band, lines[index]?.color ?? '', scale));
  return [drawAxes(plot, top, scale), ...shapes, legend.drawn].join('');
};

interface Scale {
  /** By the share of the week that is over. */
  readonly x: (share: number) => number;
  readonly y: (value: number) => number;
}

interface Band {
  /** Where it stands on another: the top of that. Empty for a line of its own. */
  readonly floor: readonly number[];
  readonly values: readonly number[];
}

const stackedBands = (lines: readonly Line[]): readonly Band[] => {
  const bands: Band[] = [];
  let floor: readonly number[] = lines[0]?.values.map(() => 0) ?? [];
  for (const { values } of lines) {
    const top = values.map((value, index) => value + (floor[index] ?? 0));
    bands.push({ floor, values: top });
    floor = top;
  }
  return bands;
};

/** The next round number that holds the value, and halves well. */
const roundTop = (value: number): number => {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return magnitude * ([1, 1.5, 2, 3, 4, 5, 6, 8].find((step) => step * magnitude >= value) ?? 10);
};

const drawBand = ({ floor, values }: Band, color: string, { x, y }: Scale): string => {
  const last = Math.max(values.length - 1, 1);
  const points = (heights: readonly number[]) => heights.map((value, index) => `${x(index / last)},${y(value)}`);
  if (floor.length === 0)
    return `<polyline points="${points(values).join(' ')}" fill="none" stroke="${color}" stroke-width="1.5"/>\n`;
  if (values.every((value, index) => value === floor[index])) return '';
  const outline = [...points(values), ...points(floor).reverse()];
  return `<polygon points="${outline.join(' ')}" fill="${color}" fill-opacity="0.75"/>\n`;
};

const drawAxes = (plot: Rectangle, top: number, { x, y }: Scale): string => {
  const values = [0, top / 2, top].map((value) => {
    const line = `<path d="M${plot.x} ${y(value)}H${plot.x + plot.width}" stroke="#e9ebed"/>\n`;
    return line + text(plot.x - 5, y(value) + 4, String(value), { fill: FAINT, anchor: 'end', size: 10 });
  });
  const days = Array.from({ length: DAYS }, (_, day) =>
    text(x((day + 0.5) / DAYS), plot.y + plot.height + 15, `11/${FIRST_DAY + day}`, {
      fill: FAINT,
      anchor: 'middle',
      size: 10,
    }),
  );
  return [...values, ...days].join('');
};

interface Legend {
  /** What is left of the area for the plot. */
  readonly left: number;
  readonly top: number;
  readonly drawn: string;
}

const entry = ({ label, color }: Line, x: number, y: number): string =>
  box({ x, y: y - 9, width: 10, height: 10 }, color) + text(x + 15, y, label);

const legendBeside = (lines: readonly Line[], { x, y, width, height }: Rectangle): Legend => {
  const left = x + width - LEGEND_WIDTH;
  const drawn = lines.map((line, index) => entry(line, left, y + 18 + index * LEGEND_ROW)).join('');
  return { left, top: y + height, drawn };
};

/** One entry after the other, in as many rows as they need. */
const legendBelow = (lines: readonly Line[], { x, y, width, height }: Rectangle): Legend => {
  const entries: { readonly line: Line; readonly x: number; readonly row: number }[] = [];
  let [next, row] = [x, 0];
  for (const line of lines) {
    const wide = widthOf(line.label) + 30;
    if (next > x && next + wide > x + width) [next, row] = [x, row + 1];
    entries.push({ line, x: next, row });
    next += wide;
  }
  const top = y + height - (row + 1) * LEGEND_ROW;
  const drawn = entries.map((each) => entry(each.line, each.x, top + 12 + each.row * LEGEND_ROW)).join('');
  return { left: x + width, top, drawn };
};
