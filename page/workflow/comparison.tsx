import type { VNode } from 'preact';
import { keyOf, stateOf, tagText, versionText } from '../build';
import type { Documents } from '../documents';
import { WideTable } from '../list/wide-table';
import type { Build, Parameter } from '../report-data';
import { Shown, ShownOr } from '../shown';
import { TextDiff } from './text-diff';
import { useDocument } from './use-document';

interface ComparisonProps {
  readonly before: Build;
  readonly after: Build;
  /** Undefined where documents were left out of the report. */
  readonly documents: Documents | undefined;
}

/** How two builds of a workflow differ. */
export const Comparison = ({ before, after, documents }: ComparisonProps): VNode => (
  <section class="comparison">
    <h3>
      From <Shown text={versionText(before)} /> to <Shown text={versionText(after)} />
    </h3>
    <Differences before={before} after={after} />
    <ComparedDocuments before={before.document} after={after.document} documents={documents} />
  </section>
);

/** What of a build is compared, beside its document. */
const FIELDS: Readonly<Record<string, (build: Build) => string | null>> = {
  Name: ({ name }) => name,
  Description: ({ description }) => description,
  State: stateOf,
  Owner: ({ owner }) => owner,
  Key: keyOf,
  Tags: ({ tags }) => tags?.map(tagText).join('\n') ?? null,
  Parameters: ({ parameters }) => parameters?.map(parameterText).join('\n') ?? null,
};

const parameterText = ({ name, type, default_value, description }: Parameter): string =>
  [
    `${name}: ${type ?? 'type unknown'}`,
    default_value.length === 0 ? [] : `default ${default_value.join(', ')}`,
    description ?? [],
  ]
    .flat()
    .join('; ');

const Differences = ({ before, after }: Pick<ComparisonProps, 'before' | 'after'>): VNode => {
  const differing = Object.entries(FIELDS).filter(([, textOf]) => textOf(before) !== textOf(after));
  if (differing.length === 0) return <p>Beside the document they are equal.</p>;
  return (
    <WideTable label="Differences" class="differences">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {differing.map(([name, textOf]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <ShownOr text={textOf(before)} none="nothing, or unknown" />
            </td>
            <td>
              <ShownOr text={textOf(after)} none="nothing, or unknown" />
            </td>
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
};

interface ComparedDocumentsProps extends Pick<ComparisonProps, 'documents'> {
  readonly before: number | null;
  readonly after: number | null;
}

const ComparedDocuments = ({ before, after, documents }: ComparedDocumentsProps): VNode => {
  if (before === null || after === null) return <p>The document of one of them could not be read.</p>;
  if (before === after) return <p>Their documents are equal.</p>;
  if (documents === undefined) return <p>Their documents differ. They were left out of this report.</p>;
  return <DocumentDiff before={before} after={after} documents={documents} />;
};

interface DocumentDiffProps {
  readonly before: number;
  readonly after: number;
  readonly documents: Documents;
}

const DocumentDiff = ({ before, after, documents }: DocumentDiffProps): VNode => {
  const first = useDocument(documents, before);
  const second = useDocument(documents, after);
  if (first === undefined || second === undefined) return <p>The documents are being read.</p>;
  return <TextDiff before={first.text} after={second.text} />;
};
