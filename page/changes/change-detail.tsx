import type { VNode } from 'preact';
import { formatAddress, type Parameters } from '../address';
import { versionText, workflowIdOf } from '../build';
import type { Documents } from '../documents';
import { Guarded } from '../guarded';
import type { Report } from '../report';
import type { Change } from '../report-data';
import { Shown, ShownOr } from '../shown';
import { timeText } from '../time';
import { KIND_WORDS } from './change-kinds';
import { buildOfChange } from './change-list';
import { ChangedDocument } from './changed-document';
import { DifferenceTable } from './difference-table';
import { KindMark } from './kind-mark';

interface ChangeDetailProps {
  readonly report: Report;
  readonly documents: Documents;
  /** Those that the filters let through, newest first. */
  readonly changes: readonly Change[];
  readonly change: Change;
  readonly parameters: Parameters<'changes'>;
}

/** A change: what differs, how it was before, and the way to its neighbours. */
export const ChangeDetail = ({ report, documents, changes, change, parameters }: ChangeDetailProps): VNode => (
  <>
    <Neighbours changes={changes} change={change} parameters={parameters} />
    <h3>
      <KindMark kind={change.change} />: <ShownOr text={change.name} none="without a name" />,{' '}
      <Shown text={versionText(change)} />
    </h3>
    <p>
      Seen by the run of <Shown text={timeText(change.run)} />. {KIND_WORDS[change.change].meaning}
    </p>
    <p>
      <Shown text={change.arn} />. <WorkflowLink report={report} change={change} />
    </p>
    {change.differences.length > 0 && <DifferenceTable change={change} />}
    {change.omitted.length > 0 && (
      <p>
        Too long for the table of changes, so that their values are not in the lake:{' '}
        <Shown text={change.omitted.join(', ')} />.
      </p>
    )}
    <Guarded key={`${change.run} ${change.arn}`}>
      <ChangedDocument change={change} documents={report.index.has_documents ? documents : undefined} />
    </Guarded>
  </>
);

const WorkflowLink = ({ report, change }: Pick<ChangeDetailProps, 'report' | 'change'>): VNode => {
  const build = buildOfChange(report, change);
  if (build === undefined) return <>The newest run does not hold it.</>;
  return <a href={formatAddress('workflow', { id: workflowIdOf(build.arn), build: build.arn })}>See it as it is now</a>;
};

const Neighbours = ({ changes, change, parameters }: Omit<ChangeDetailProps, 'report' | 'documents'>): VNode => {
  const { run: _run, arn: _arn, ...filters } = parameters;
  const place = changes.indexOf(change);
  const link = (to: Change | undefined, name: string) =>
    to === undefined || place === -1 ? null : (
      <a href={formatAddress('changes', { ...filters, run: to.run, arn: to.arn })}>{name}</a>
    );
  return (
    <p class="neighbours">
      <a href={formatAddress('changes', filters)}>All changes</a>
      {link(changes[place - 1], 'Newer')}
      {link(changes[place + 1], 'Older')}
    </p>
  );
};
