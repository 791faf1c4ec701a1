import { scaleUtc } from 'd3-scale';
import type { Build } from '../report-data';

/** A build on the line of time. */
interface PlacedBuild {
  readonly build: Build;
  /** From 0 at the left to 1 at the right. */
  readonly place: number;
  /** From 0: builds that are close to each other stand one above the other. */
  readonly lane: number;
}

interface Tick {
  readonly place: number;
  readonly text: string;
}

export interface Timeline {
  readonly builds: readonly PlacedBuild[];
  readonly ticks: readonly Tick[];
  readonly lanes: number;
}

/** Builds closer than this would cover each other. */
const LEAST_DISTANCE = 0.03;
const MOST_LANES = 8;
const TICKS = 5;

/** Lays the builds whose time is known onto a line. */
export const timelineOf = (builds: readonly Build[]): Timeline => {
  const timed = builds.flatMap((build) => {
    const time = Date.parse(build.date_created ?? '');
    return Number.isNaN(time) ? [] : [{ build, time }];
  });
  const times = timed.map(({ time }) => time);
  const first = Math.min(...times);
  const last = Math.max(...times);
  // One build, or several of one moment, stand in the middle.
  const isMoment = first === last;
  const scale = scaleUtc().domain([first, last]).range([0, 1]);
  const placeOf = (time: number | Date): number => (isMoment ? 0.5 : scale(time));
  const placed = inLanes(
    timed.sort((a, b) => a.time - b.time).map(({ build, time }) => ({ build, place: placeOf(time) })),
  );
  return {
    builds: placed,
    ticks: isMoment || timed.length === 0 ? [] : ticksOf(scale),
    lanes: Math.max(0, ...placed.map(({ lane }) => lane + 1)),
  };
};

const ticksOf = (scale: ReturnType<typeof scaleUtc<number>>): readonly Tick[] => {
  const format = scale.tickFormat(TICKS);
  return scale.ticks(TICKS).map((time) => ({ place: scale(time), text: format(time) }));
};

const inLanes = (builds: readonly Omit<PlacedBuild, 'lane'>[]): readonly PlacedBuild[] => {
  const ends: number[] = [];
  return builds.map(({ build, place }) => {
    const free = ends.findIndex((end) => place - end >= LEAST_DISTANCE);
    const lane = free === -1 ? ends.length % MOST_LANES : free;
    ends[lane] = place;
    return { build, place, lane };
  });
};
