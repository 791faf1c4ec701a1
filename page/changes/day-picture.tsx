import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { CHANGES, type ChangeKind } from '../../lambda/contract/outcome';
import { formatAddress, type Parameters } from '../address';
import { counted } from '../counted';
import { WideTable } from '../list/wide-table';
import { KIND_WORDS } from './change-kinds';
import { type DayCounts, drawnKinds, kindsIn, totalOf } from './change-list';
import { dayChartOf } from './day-chart';

interface DayPictureProps {
  readonly days: readonly DayCounts[];
  readonly parameters: Parameters<'changes'>;
}

const HEIGHT = 150;

const percent = (part: number): string => `${(part * 100).toFixed(3)}%`;

/** Changes by day as bars; the same in numbers, for those who do not see them. */
export const DayPicture = ({ days, parameters }: DayPictureProps): VNode => {
  const drawn = drawnKinds(days);
  const { day: _day, ...others } = parameters;
  return (
    <figure class="days">
      <figcaption>
        Changes by day
        <ul class="counts" aria-label="Kinds">
          {kindsIn(days).map((kind) => (
            <li key={kind}>
              <a
                href={formatAddress('changes', { ...others, kind })}
                aria-current={kind === parameters.kind ? 'true' : undefined}
              >
                {drawn.includes(kind) && <span class={`swatch ${kind}`} aria-hidden="true" />} {KIND_WORDS[kind].word}{' '}
                <strong>{totalOf(days, kind).toLocaleString('en')}</strong>
                {!drawn.includes(kind) && ' (not drawn)'}
              </a>
            </li>
          ))}
        </ul>
      </figcaption>
      <Bars days={days} kinds={drawn} parameters={parameters} />
      <details>
        <summary>In numbers</summary>
        <Numbers days={days} parameters={parameters} />
      </details>
    </figure>
  );
};

interface BarsProps extends DayPictureProps {
  readonly kinds: readonly ChangeKind[];
}

const Bars = ({ days, kinds, parameters }: BarsProps): VNode => {
  const chart = useMemo(() => dayChartOf(days, kinds, HEIGHT), [days]);
  return (
    <div class="day-chart" aria-hidden="true">
      <svg aria-hidden="true" width="100%" height={HEIGHT}>
        {chart.counts.map(({ place, text }) => (
          <g key={text} class="tick">
            <line x1="0" x2="100%" y1={place} y2={place} />
            <text x="-6" y={place + 4} text-anchor="end">
              {text}
            </text>
          </g>
        ))}
        {chart.bars.map(({ day, kind, count, left, width, top, height }) => (
          // By keyboard a day is chosen in the form, or in the table of numbers.
          <a key={`${day} ${kind}`} href={formatAddress('changes', { ...parameters, day })} tabindex={-1}>
            <rect
              class={parameters.day === undefined || parameters.day === day ? kind : `${kind} quiet`}
              x={percent(left)}
              width={percent(width)}
              y={top}
              height={height}
            >
              <title>{`${day}: ${count.toLocaleString('en')} ${KIND_WORDS[kind].word}`}</title>
            </rect>
          </a>
        ))}
      </svg>
      <div class="ticks">
        {chart.days.map(({ place, text }) => (
          <span key={text} style={{ left: `clamp(2.5rem, ${percent(place)}, 100% - 2.5rem)` }}>
            {text}
          </span>
        ))}
      </div>
    </div>
  );
};

const Numbers = ({ days, parameters }: DayPictureProps): VNode => {
  const kinds = kindsIn(days);
  return (
    <WideTable label="Changes by day">
      <thead>
        <tr>
          <th scope="col">Day</th>
          {kinds.map((kind) => (
            <th key={kind} scope="col">
              {KIND_WORDS[kind].word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map(({ day, counts }) => (
          <tr key={day}>
            <th scope="row">
              <a
                href={formatAddress('changes', { ...parameters, day })}
                aria-label={`${day}: ${counted(
                  CHANGES.reduce((sum, kind) => sum + counts[kind], 0),
                  'change',
                )}`}
              >
                {day}
              </a>
            </th>
            {kinds.map((kind) => (
              <td key={kind}>{counts[kind].toLocaleString('en')}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
};
