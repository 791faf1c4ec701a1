import { scaleLinear, scaleUtc } from 'd3-scale';
import { stack } from 'd3-shape';
import type { ChangeKind } from '../../lambda/contract/outcome';
import type { DayCounts } from './change-list';

/** The part of a day's bar that is of one kind. */
interface Bar {
  readonly day: string;
  readonly kind: ChangeKind;
  readonly count: number;
  /** From the left, and how wide: in parts of the chart's width. */
  readonly left: number;
  readonly width: number;
  /** From the top, and how high: in pixels. */
  readonly top: number;
  readonly height: number;
}

interface Mark {
  /** In parts of the chart's width, or in pixels from the top. */
  readonly place: number;
  readonly text: string;
}

interface DayChart {
  readonly bars: readonly Bar[];
  readonly days: readonly Mark[];
  readonly counts: readonly Mark[];
}

const DAY_MILLISECONDS = 86_400_000;

/** One change among thousands is still seen. */
const LEAST_HEIGHT = 2;

/** Of a day, and at most of the chart: so that two days do not fill it. */
const BAR_PART = 0.8;
const MOST_WIDTH = 0.05;
const TICKS = 3;
const COUNTS = 3;

/** Lays days out on a line of time, the kinds of each one on top of the other. */
export const dayChartOf = (days: readonly DayCounts[], kinds: readonly ChangeKind[], height: number): DayChart => {
  const times = days.map(({ day }) => Date.parse(day));
  const end = Math.max(...times) + DAY_MILLISECONDS;
  const time = scaleUtc()
    .domain([Math.min(...times), end])
    .range([0, 1]);
  const room = height - LEAST_HEIGHT * kinds.length;
  const count = scaleLinear()
    .domain([0, Math.max(1, ...days.map(({ counts }) => kinds.reduce((sum, kind) => sum + counts[kind], 0)))])
    .range([0, room]);
  const heightOf = (counts: DayCounts['counts'], kind: ChangeKind): number =>
    counts[kind] === 0 ? 0 : Math.max(LEAST_HEIGHT, count(counts[kind]));
  const dayWidth = time(DAY_MILLISECONDS) - time(0);
  const width = Math.min(dayWidth * BAR_PART, MOST_WIDTH);
  const layers = stack<unknown, DayCounts, ChangeKind>()
    .keys(kinds)
    .value(({ counts }, kind) => heightOf(counts, kind))([...days]);
  return {
    bars: layers.flatMap((layer) =>
      layer.flatMap((point) => {
        const [low, high] = point;
        const { day, counts } = point.data;
        const left = time(Date.parse(day)) + (dayWidth - width) / 2;
        const bar = { day, kind: layer.key, count: counts[layer.key], left, width };
        return high === low ? [] : [{ ...bar, top: height - high, height: high - low }];
      }),
    ),
    days: time
      .ticks(TICKS)
      .filter((tick) => tick.getTime() % DAY_MILLISECONDS === 0 && tick.getTime() < end)
      .map((tick) => ({ place: time(tick) + dayWidth / 2, text: dayText(tick) })),
    counts: count
      .ticks(COUNTS)
      .filter((tick) => tick > 0 && Number.isInteger(tick))
      .map((tick) => ({ place: height - count(tick), text: tick.toLocaleString('en') })),
  };
};

const dayText = (time: Date): string => time.toISOString().slice(0, 10);
