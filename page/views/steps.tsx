import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { formatAddress, type Parameters } from '../address';
import { counted } from '../counted';
import { filterWorkflows } from '../list/filters';
import { replaceAddress } from '../location';
import type { Report } from '../report';
import { Shown } from '../shown';
import { ActionTable } from '../steps/action-table';
import { actionUses, type NotedBuild, notedBuilds } from '../steps/action-uses';
import { NotedBuilds } from '../steps/noted-builds';

interface StepsProps {
  readonly report: Report;
  readonly parameters: Parameters<'steps'>;
}

/** Actions by count, the workflows behind each; and what is not known of steps. */
export const Steps = ({ report, parameters }: StepsProps): VNode => {
  const address = formatAddress('steps', parameters);
  const { search = '', action } = parameters;
  const uses = useMemo(() => actionUses(report), [report]);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = uses.filter((use) => words.every((word) => use.action.toLowerCase().includes(word)));
  return (
    <>
      <h2>Steps</h2>
      {action !== undefined && <Users report={report} action={action} search={search} address={address} />}
      <h3>Actions</h3>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label class="search">
          Search actions
          <input
            type="search"
            value={search}
            onInput={(event) => replaceAddress('steps', { ...parameters, search: event.currentTarget.value })}
          />
        </label>
      </form>
      <p role="status">{counted(found.length, 'action')}, in all builds that the report holds</p>
      {found.length > 0 && <ActionTable uses={found} parameters={parameters} />}
      <Unknown report={report} address={address} />
    </>
  );
};

interface UsersProps extends UnknownProps {
  readonly action: string;
  readonly search: string;
}

/** The workflows that use an action: each as the newest of its builds that does. */
const Users = ({ report, action, search, address }: UsersProps): VNode => {
  const users = useMemo(
    () =>
      filterWorkflows(report.workflows, { action }, report.factsOf).flatMap(({ workflow, builds }): NotedBuild[] => {
        const build = builds.at(-1);
        return build === undefined ? [] : [{ workflow, build, note: `${builds.length} of ${workflow.builds.length}` }];
      }),
    [report, action],
  );
  return (
    <>
      <h3>
        {counted(users.length, 'workflow')} with the action <Shown text={action} />
      </h3>
      <p class="neighbours">
        <a href={formatAddress('steps', { search })}>All actions</a>
        <a href={formatAddress('workflows', { action })}>Filter them further</a>
      </p>
      <NotedBuilds label="Workflows with the action" note="Builds with it" builds={users} address={address} />
    </>
  );
};

interface UnknownProps {
  readonly report: Report;
  readonly address: string;
}

/** What cannot be told of the steps of some builds, and of which. */
const Unknown = ({ report, address }: UnknownProps): VNode => {
  const faulty = useMemo(() => notedBuilds(report, (build) => report.factsOf(build)?.problem ?? null), [report]);
  const unread = useMemo(() => notedBuilds(report, ({ document }) => (document === null ? '' : null)), [report]);
  return (
    <>
      {faulty.length > 0 && (
        <>
          <h3>{counted(faulty.length, 'build')} with steps that cannot be told</h3>
          <NotedBuilds label="Builds with steps that cannot be told" note="Why" builds={faulty} address={address} />
        </>
      )}
      {unread.length > 0 && (
        <>
          <h3>{counted(unread.length, 'build')} whose document could not be read</h3>
          <p>Their steps are not among those counted above.</p>
          <NotedBuilds label="Builds whose document could not be read" builds={unread} address={address} />
        </>
      )}
    </>
  );
};
