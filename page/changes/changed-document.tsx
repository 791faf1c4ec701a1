import type { VNode } from 'preact';
import type { Documents } from '../documents';
import type { Change } from '../report-data';
import { DocumentText } from '../workflow/document-text';
import { TextDiff } from '../workflow/text-diff';
import { useDocument } from '../workflow/use-document';

interface ChangedDocumentProps {
  readonly change: Change;
  /** Undefined where documents were left out of the report. */
  readonly documents: Documents | undefined;
}

/** How a document differs from what it was, or the one that came or went. */
export const ChangedDocument = ({ change, documents }: ChangedDocumentProps): VNode | null => {
  if (change.document === null) return null;
  return (
    <>
      <h3>{titleOf(change)}</h3>
      {documents === undefined ? (
        <p class="none">Documents were left out of this report.</p>
      ) : (
        <Texts {...change.document} documents={documents} />
      )}
    </>
  );
};

/** An update tells of one document alone where the other could not be read, or was too long for the lake. */
const titleOf = ({ change, document }: Change): string => {
  if (change === 'deleted') return 'Document, as it was';
  if (change === 'updated' && document?.before === null) return 'Document; the one before is not known';
  if (change === 'updated' && document?.after === null) return 'Document, as it was; the one after is not known';
  return 'Document';
};

interface TextsProps {
  readonly before: number | null;
  readonly after: number | null;
  readonly documents: Documents;
}

const Texts = ({ before, after, documents }: TextsProps): VNode => {
  const old = useDocument(documents, before);
  const changed = useDocument(documents, after);
  if (old !== undefined && changed !== undefined) return <TextDiff before={old.text} after={changed.text} />;
  const only = before === null ? changed : after === null ? old : undefined;
  return only === undefined ? <p>The document is being read.</p> : <DocumentText text={only.text} />;
};
