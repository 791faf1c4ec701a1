import type { VNode } from 'preact';
import type { Documents } from '../documents';
import type { Change } from '../report-data';
import { DocumentText } from '../workflow/document-text';
import { TextDiff } from '../workflow/text-diff';
import { useDocument } from '../workflow/use-document';

interface ChangedDocumentProps {
  readonly document: NonNullable<Change['document']>;
  /** Undefined where documents were left out of the report. */
  readonly documents: Documents | undefined;
}

/** How a document differs from what it was, or the one that came or went. */
export const ChangedDocument = ({ document, documents }: ChangedDocumentProps): VNode => (
  <>
    <h3>{titleOf(document)}</h3>
    {documents === undefined ? (
      <p class="none">Documents were left out of this report.</p>
    ) : (
      <Texts document={document} documents={documents} />
    )}
  </>
);

const titleOf = ({ before, after }: ChangedDocumentProps['document']): string => {
  if (before === null) return 'Document, not known before';
  return after === null ? 'Document, as it was' : 'Document';
};

const Texts = ({ document, documents }: Required<ChangedDocumentProps> & { readonly documents: Documents }): VNode => {
  const before = useDocument(documents, document.before);
  const after = useDocument(documents, document.after);
  if (before !== undefined && after !== undefined) return <TextDiff before={before.text} after={after.text} />;
  const isWaiting = document.before !== null && document.after !== null;
  const one = before ?? after;
  return one === undefined || isWaiting ? <p>The document is being read.</p> : <DocumentText text={one.text} />;
};
