import type { VNode } from 'preact';
import { formatAddress, type Parameters } from '../address';
import { versionText } from '../build';
import { counted } from '../counted';
import type { Documents } from '../documents';
import { Guarded } from '../guarded';
import type { Report, Workflow } from '../report';
import type { Build, DocumentFacts } from '../report-data';
import { Shown, ShownOr } from '../shown';
import { BuildFacts } from '../workflow/build-facts';
import { BuildLine } from '../workflow/build-line';
import { BuildTable } from '../workflow/build-table';
import { Comparison } from '../workflow/comparison';
import { DocumentText } from '../workflow/document-text';
import { StepsPicture } from '../workflow/steps-picture';
import { useDocument } from '../workflow/use-document';

interface WorkflowDetailProps {
  readonly report: Report;
  readonly documents: Documents;
  readonly parameters: Parameters<'workflow'>;
}

export const WorkflowDetail = ({ report, documents, parameters }: WorkflowDetailProps): VNode => {
  const workflow = report.workflowOf(parameters.id ?? '');
  if (workflow === undefined)
    return (
      <p>
        There is no such workflow in this report. <a href={formatAddress('workflows')}>See all</a>
      </p>
    );
  const shown = buildOf(workflow, parameters.build) ?? workflow.newest;
  const other = buildOf(workflow, parameters.with);
  const present = report.index.has_documents ? documents : undefined;
  return (
    <>
      <h2>
        <ShownOr text={shown.name} none="without a name" />
      </h2>
      <p>
        <ShownOr text={shown.type} none="Type unknown" />, in account {shown.account_id}, <Shown text={shown.region} />.{' '}
        {counted(workflow.builds.length, 'build')}.
      </p>
      <BuildLine workflow={workflow} shown={shown} />
      <BuildTable workflow={workflow} shown={shown} other={other} />
      {other !== undefined && other !== shown && (
        <Guarded key={`${shown.arn} ${other.arn}`}>
          <Comparison {...inOrder(workflow, shown, other)} documents={present} />
        </Guarded>
      )}
      <h3>
        <Shown text={versionText(shown)} />
      </h3>
      <BuildFacts build={shown} />
      <Guarded key={shown.arn}>
        <DocumentOf build={shown} documents={present} facts={report.factsOf(shown)} />
      </Guarded>
    </>
  );
};

const buildOf = (workflow: Workflow, arn: string | undefined): Build | undefined =>
  workflow.builds.find((build) => build.arn === arn);

const inOrder = ({ builds }: Workflow, one: Build, other: Build) =>
  builds.indexOf(one) < builds.indexOf(other) ? { before: one, after: other } : { before: other, after: one };

interface DocumentOfProps {
  readonly build: Build;
  readonly documents: Documents | undefined;
  readonly facts: DocumentFacts | undefined;
}

const DocumentOf = ({ build, documents, facts }: DocumentOfProps): VNode => {
  if (build.document === null || facts === undefined) return <p class="none">Its document could not be read.</p>;
  if (documents === undefined) return <LeftOut facts={facts} />;
  return <ReadDocument number={build.document} documents={documents} />;
};

const LeftOut = ({ facts: { actions, problem } }: { readonly facts: DocumentFacts }): VNode => (
  <>
    <p class="none">
      Documents were left out of this report.{' '}
      {problem === null ? 'The actions of its steps, in their order:' : `Its steps cannot be told: ${problem}`}
    </p>
    <ol>
      {actions.map((action, index) => (
        <li key={index}>
          <Shown text={action} />
        </li>
      ))}
    </ol>
  </>
);

const ReadDocument = ({ number, documents }: { readonly number: number; readonly documents: Documents }): VNode => {
  const document = useDocument(documents, number);
  if (document === undefined) return <p>The document is being read.</p>;
  return (
    <>
      <h3>Steps</h3>
      <StepsPicture steps={document.steps} />
      <h3>Document</h3>
      <DocumentText text={document.text} />
    </>
  );
};
