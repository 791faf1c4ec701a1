import type { VNode } from 'preact';
import { formatAddress } from '../address';
import { stateOf, versionText } from '../build';
import { useFirstRows } from '../list/first-rows';
import { WideTable } from '../list/wide-table';
import type { Workflow } from '../report';
import type { Build } from '../report-data';
import { Shown, ShownOr } from '../shown';
import { timeText } from '../time';

interface BuildTableProps {
  readonly workflow: Workflow;
  readonly shown: Build;
  /** The build that the shown one is compared with. */
  readonly other: Build | undefined;
}

/** What is known of the build that is shown stands below them. */
const FIRST = 20;

/** The builds of a workflow, newest first, each with a way to see it and to compare it with the one shown. */
export const BuildTable = ({ workflow, shown, other }: BuildTableProps): VNode => {
  const { shown: listed, more } = useFirstRows(workflow.builds.toReversed(), FIRST);
  return (
    <>
      <WideTable label="Builds" class="builds">
        <thead>
          <tr>
            <th scope="col">Build</th>
            <th scope="col">Created</th>
            <th scope="col">State</th>
            <th scope="col">What its author says changed</th>
            <th scope="col">Compare</th>
          </tr>
        </thead>
        <tbody>
          {listed.map((build) => (
            <tr key={build.arn} class={build === shown ? 'current' : undefined}>
              <th scope="row">
                <a
                  href={formatAddress('workflow', { id: workflow.id, build: build.arn })}
                  aria-current={build === shown ? 'true' : undefined}
                >
                  <Shown text={versionText(build)} />
                </a>
              </th>
              <td>{build.date_created === null ? 'unknown' : <Shown text={timeText(build.date_created)} />}</td>
              <td>
                <Shown text={stateText(build)} />
              </td>
              <td>
                <ShownOr text={build.change_description} none="nothing" />
              </td>
              <td>{compareCell(workflow, shown, build, other)}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
      {more}
    </>
  );
};

const stateText = (build: Build): string => {
  const reason = build.state?.reason;
  return reason === undefined || reason === null ? stateOf(build) : `${stateOf(build)}: ${reason}`;
};

const compareCell = (workflow: Workflow, shown: Build, build: Build, other: Build | undefined): VNode | string => {
  if (build === shown) return 'shown';
  if (build === other) return 'compared below';
  return (
    <a href={formatAddress('workflow', { id: workflow.id, build: shown.arn, with: build.arn })}>
      compare
      <span class="hidden">
        {' '}
        with <Shown text={versionText(build)} />
      </span>
    </a>
  );
};
