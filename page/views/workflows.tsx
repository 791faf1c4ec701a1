import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { formatAddress, type Parameters } from '../address';
import { counted } from '../counted';
import type { Documents } from '../documents';
import { VirtualTable } from '../list/virtual-table';
import { replaceAddress } from '../location';
import { buildNumberOf, type Report, type Workflow } from '../report';
import { searchOf } from '../search';
import { Shown, ShownOr } from '../shown';
import { timeText } from '../time';
import { stateOf } from '../workflow/state';

interface WorkflowsProps {
  readonly report: Report;
  readonly documents: Documents;
  readonly parameters: Parameters<'workflows'>;
}

export const Workflows = ({ report, documents, parameters }: WorkflowsProps): VNode => {
  const search = useMemo(() => searchOf(report.workflows, documents), [report, documents]);
  const query = parameters.search ?? '';
  const isRead = documents.read.value === documents.count;
  const found = useMemo(
    () => (query.trim() === '' ? report.workflows : search(query)),
    [search, query, documents.read.value],
  );
  return (
    <>
      <h2>Workflows</h2>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          Search names, tags, ARNs and documents
          <input
            type="search"
            value={query}
            onInput={(event) => replaceAddress('workflows', { ...parameters, search: event.currentTarget.value })}
          />
        </label>
      </form>
      <p role="status">
        {counted(found.length, 'workflow')}
        {isRead ? '' : `; ${counted(documents.count - documents.read.value, 'document')} still being read`}
      </p>
      <VirtualTable
        label="Workflows"
        columns={6}
        count={found.length}
        keyOf={(row) => found[row]?.id ?? ''}
        head={
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            <th scope="col">Newest</th>
            <th scope="col">State</th>
            <th scope="col">Place</th>
            <th scope="col">Created</th>
          </tr>
        }
        cells={(row) => <Cells workflow={found[row]} />}
      />
    </>
  );
};

const Cells = ({ workflow }: { readonly workflow: Workflow | undefined }): VNode | null => {
  if (workflow === undefined) return null;
  const { id, newest, builds } = workflow;
  return (
    <>
      <th scope="row">
        <a href={formatAddress('workflow', { id })}>
          <ShownOr text={newest.name} none="without a name" />
        </a>
      </th>
      <td>
        <ShownOr text={newest.type} none="unknown" />
      </td>
      <td>
        <ShownOr text={newest.version} none="unknown" />, build {buildNumberOf(newest.arn)} of {builds.length}
      </td>
      <td>{stateOf(newest)}</td>
      <td>
        <Shown text={`${newest.account_id} ${newest.region}`} />
      </td>
      <td>{newest.date_created === null ? 'unknown' : timeText(newest.date_created)}</td>
    </>
  );
};
