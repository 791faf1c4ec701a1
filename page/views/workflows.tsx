import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { formatAddress, type Parameters } from '../address';
import { stateOf, versionText } from '../build';
import { counted } from '../counted';
import type { Documents } from '../documents';
import { FilterForm } from '../list/filter-form';
import { filterWorkflows, type ListedWorkflow } from '../list/filters';
import { nextSorting, parseSorting, type SortColumn, type Sorting, sortWorkflows } from '../list/sorting';
import { VirtualTable } from '../list/virtual-table';
import { replaceAddress } from '../location';
import type { Report } from '../report';
import type { WorkflowSearch } from '../search';
import { Shown, ShownOr } from '../shown';
import { timeText } from '../time';

interface WorkflowsProps {
  readonly report: Report;
  readonly documents: Documents;
  readonly search: WorkflowSearch;
  readonly parameters: Parameters<'workflows'>;
}

export const Workflows = ({ report, documents, search, parameters }: WorkflowsProps): VNode => {
  const listed = useListed(report, search, parameters, documents.read.value);
  const unread = documents.count - documents.read.value;
  const soon = documents.fault.value === undefined ? ' yet' : '';
  const builds = listed.reduce((sum, each) => sum + each.builds.length, 0);
  return (
    <>
      <h2>Workflows</h2>
      <FilterForm report={report} parameters={parameters} />
      <p role="status">
        {counted(listed.length, 'workflow')}, {counted(builds, 'build')}
        {unread > 0 && parameters.search ? `; ${counted(unread, 'document')} not searched${soon}` : ''}
      </p>
      <VirtualTable
        label="Workflows"
        place={formatAddress('workflows', parameters)}
        count={listed.length}
        keyOf={(row) => listed[row]?.workflow.id ?? ''}
        head={<Head parameters={parameters} />}
        cells={(row) => <Cells listed={listed[row]} />}
      />
    </>
  );
};

/** @param read how many documents can be searched by now */
const useListed = (
  { workflows, factsOf }: Report,
  search: WorkflowSearch,
  parameters: Parameters<'workflows'>,
  read: number,
): readonly ListedWorkflow[] => {
  const query = parameters.search?.trim() ?? '';
  const { type, account, region, state, key, action, tag } = parameters;
  const sorting = parseSorting(parameters.sort) ?? (query === '' ? BY_NAME : undefined);
  const found = useMemo(
    () => (query === '' ? workflows : search.find(query)),
    [workflows, search, query, query === '' ? 0 : read, search.found.value],
  );
  const filtered = useMemo(
    () => filterWorkflows(found, parameters, factsOf),
    [found, type, account, region, state, key, action, tag],
  );
  return useMemo(
    () => (sorting === undefined ? filtered : sortWorkflows(filtered, sorting)),
    [filtered, sorting?.column, sorting?.direction],
  );
};

const BY_NAME: Sorting = { column: 'name', direction: 'ascending' };

interface Column {
  readonly column: SortColumn;
  readonly title: string;
}

const COLUMNS: readonly Column[] = [
  { column: 'name', title: 'Name' },
  { column: 'type', title: 'Type' },
  { column: 'version', title: 'Newest' },
  { column: 'builds', title: 'Builds' },
  { column: 'state', title: 'State' },
  { column: 'account', title: 'Account' },
  { column: 'region', title: 'Region' },
  { column: 'created', title: 'Created' },
];

const Head = ({ parameters }: Pick<WorkflowsProps, 'parameters'>): VNode => {
  const sorting = parseSorting(parameters.sort) ?? (parameters.search ? undefined : BY_NAME);
  return (
    <tr>
      {COLUMNS.map(({ column, title }) => (
        <th
          key={column}
          scope="col"
          class={column}
          aria-sort={sorting?.column === column ? sorting.direction : undefined}
        >
          <button
            type="button"
            onClick={() => replaceAddress('workflows', { ...parameters, sort: nextSorting(column, sorting) })}
          >
            {title}
          </button>
        </th>
      ))}
    </tr>
  );
};

/** A workflow is shown as its newest build that the filters let through. */
const Cells = ({ listed }: { readonly listed: ListedWorkflow | undefined }): VNode | null => {
  const build = listed?.builds.at(-1);
  if (listed === undefined || build === undefined) return null;
  const { id, newest } = listed.workflow;
  const parameters = build === newest ? { id } : { id, build: build.arn };
  return (
    <>
      <th scope="row" class="name">
        <a href={formatAddress('workflow', parameters)}>
          <ShownOr text={build.name} none="without a name" />
        </a>
      </th>
      <td class="type">
        <ShownOr text={build.type} none="unknown" />
      </td>
      <td class="version">
        <Shown text={versionText(build)} />
      </td>
      <td class="builds">{countText(listed)}</td>
      <td class="state">
        <Shown text={stateOf(build)} />
      </td>
      <td class="account">{build.account_id}</td>
      <td class="region">
        <Shown text={build.region} />
      </td>
      <td class="created">{build.date_created === null ? 'unknown' : <Shown text={timeText(build.date_created)} />}</td>
    </>
  );
};

const countText = ({ builds, workflow }: ListedWorkflow): string =>
  builds.length === workflow.builds.length ? `${builds.length}` : `${builds.length} of ${workflow.builds.length}`;
