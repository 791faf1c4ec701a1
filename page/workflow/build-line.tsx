import type { VNode } from 'preact';
import { formatAddress } from '../address';
import { stateOf, versionText } from '../build';
import { plainText } from '../marks';
import type { Workflow } from '../report';
import type { Build } from '../report-data';
import { timeText } from '../time';
import { timelineOf } from './timeline';

interface BuildLineProps {
  readonly workflow: Workflow;
  readonly shown: Build;
}

const LANE_HEIGHT = 22;

const percent = (place: number): string => `${(place * 100).toFixed(2)}%`;

/** The builds of a workflow on a line of time, where there are several; each leads to its own page. */
export const BuildLine = ({ workflow, shown }: BuildLineProps): VNode | null => {
  const { builds, ticks, lanes } = timelineOf(workflow.builds);
  if (builds.length < 2) return null;
  return (
    <div class="build-line" style={{ height: `${lanes * LANE_HEIGHT + 34}px` }}>
      <ol aria-label="Builds by the time of their creation">
        {builds.map(({ build, place, lane }) => (
          <li key={build.arn} style={{ left: percent(place), bottom: `${lane * LANE_HEIGHT + 26}px` }}>
            <a
              href={formatAddress('workflow', { id: workflow.id, build: build.arn })}
              title={titleOf(build)}
              aria-current={build === shown ? 'true' : undefined}
              class={build.state === null ? 'live' : 'ended'}
            >
              <span class="hidden">{titleOf(build)}</span>
            </a>
          </li>
        ))}
      </ol>
      <div class="ticks" aria-hidden="true">
        {ticks.map(({ place, text }) => (
          <span key={place} style={{ left: percent(place) }}>
            {text}
          </span>
        ))}
      </div>
    </div>
  );
};

const titleOf = (build: Build): string =>
  plainText(`${versionText(build)}, ${stateOf(build)}, ${timeText(build.date_created ?? '')}`);
