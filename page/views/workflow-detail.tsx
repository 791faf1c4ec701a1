import type { VNode } from 'preact';
import type { Parameters } from '../address';
import type { Documents } from '../documents';
import type { Report } from '../report';
import { Pieces, Shown, ShownOr } from '../shown';
import { useDocument } from '../workflow/use-document';

interface WorkflowDetailProps {
  readonly report: Report;
  readonly documents: Documents;
  readonly parameters: Parameters<'workflow'>;
}

export const WorkflowDetail = ({ report, documents, parameters }: WorkflowDetailProps): VNode => {
  const workflow = report.workflowOf(parameters.id ?? '');
  const build = workflow?.builds.find(({ arn }) => arn === parameters.build) ?? workflow?.newest;
  const document = useDocument(documents, (report.index.has_documents && build?.document) || null);
  if (build === undefined) return <p>There is no such workflow in this report.</p>;
  return (
    <>
      <h2>
        <ShownOr text={build.name} none="without a name" />
      </h2>
      <p>
        <Shown text={build.arn} />
      </p>
      {document !== undefined && (
        <pre>
          <Pieces text={document.text} />
        </pre>
      )}
    </>
  );
};
