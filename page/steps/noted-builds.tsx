import type { VNode } from 'preact';
import { formatAddress } from '../address';
import { versionText } from '../build';
import { VirtualTable } from '../list/virtual-table';
import { Shown, ShownOr } from '../shown';
import type { NotedBuild } from './action-uses';

interface NotedBuildsProps {
  readonly label: string;
  /** The heading of the notes; undefined where there is nothing to note. */
  readonly note?: string;
  readonly builds: readonly NotedBuild[];
  /** Of the view. */
  readonly address: string;
}

/** Builds of workflows, each with the way to it and what is to be said of it. */
export const NotedBuilds = ({ label, note, builds, address }: NotedBuildsProps): VNode => (
  <VirtualTable
    label={label}
    place={`${address} ${label}`}
    count={builds.length}
    keyOf={(row) => builds[row]?.build.arn ?? ''}
    head={
      <tr>
        <th scope="col" class="name">
          Name
        </th>
        <th scope="col" class="version">
          Version
        </th>
        {note !== undefined && (
          <th scope="col" class="note">
            {note}
          </th>
        )}
        <th scope="col" class="account">
          Account
        </th>
        <th scope="col" class="region">
          Region
        </th>
      </tr>
    }
    cells={(row) => <Cells noted={builds[row]} hasNote={note !== undefined} />}
  />
);

const Cells = ({ noted, hasNote }: { readonly noted: NotedBuild | undefined; readonly hasNote: boolean }) => {
  if (noted === undefined) return null;
  const { workflow, build, note } = noted;
  return (
    <>
      <th scope="row" class="name">
        <a href={formatAddress('workflow', { id: workflow.id, build: build.arn })}>
          <ShownOr text={build.name} none="without a name" />
        </a>
      </th>
      <td class="version">
        <Shown text={versionText(build)} />
      </td>
      {hasNote && (
        <td class="note">
          <Shown text={note} />
        </td>
      )}
      <td class="account">{build.account_id}</td>
      <td class="region">
        <Shown text={build.region} />
      </td>
    </>
  );
};
