import type { VNode } from 'preact';
import { formatAddress, type Parameters } from '../address';
import { versionText } from '../build';
import { VirtualTable } from '../list/virtual-table';
import type { Change } from '../report-data';
import { Shown, ShownOr } from '../shown';
import { timeText } from '../time';
import { columnsOf } from './change-list';
import { KindMark } from './kind-mark';

interface ChangeTableProps {
  readonly changes: readonly Change[];
  readonly parameters: Parameters<'changes'>;
}

/** Changes, newest first; each leads to how it was before. */
export const ChangeTable = ({ changes, parameters }: ChangeTableProps): VNode => (
  <VirtualTable
    label="Changes"
    place={formatAddress('changes', parameters)}
    count={changes.length}
    keyOf={(row) => `${changes[row]?.run} ${changes[row]?.arn}`}
    head={<Head />}
    cells={(row) => <Cells change={changes[row]} parameters={parameters} />}
  />
);

const Head = (): VNode => (
  <tr>
    <th scope="col" class="kind">
      Change
    </th>
    <th scope="col" class="name">
      Name
    </th>
    <th scope="col" class="version">
      Version
    </th>
    <th scope="col" class="columns">
      What
    </th>
    <th scope="col" class="account">
      Account
    </th>
    <th scope="col" class="region">
      Region
    </th>
    <th scope="col" class="run">
      Run
    </th>
  </tr>
);

interface CellsProps {
  readonly change: Change | undefined;
  readonly parameters: Parameters<'changes'>;
}

const Cells = ({ change, parameters }: CellsProps): VNode | null => {
  if (change === undefined) return null;
  const { run, arn } = change;
  return (
    <>
      <td class="kind">
        <KindMark kind={change.change} />
      </td>
      <th scope="row" class="name">
        <a href={formatAddress('changes', { ...parameters, run, arn })}>
          <ShownOr text={change.name} none="without a name" />
        </a>
      </th>
      <td class="version">
        <Shown text={versionText(change)} />
      </td>
      <td class="columns">
        <Shown text={columnsOf(change).join(', ')} />
      </td>
      <td class="account">{change.account_id}</td>
      <td class="region">
        <Shown text={change.region} />
      </td>
      <td class="run">
        <Shown text={timeText(run)} />
      </td>
    </>
  );
};
