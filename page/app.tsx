import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type Address, formatAddress, type ViewName } from './address';
import type { Documents } from './documents';
import { Guarded } from './guarded';
import { address } from './location';
import type { Report } from './report';
import type { WorkflowSearch } from './search';
import { Top } from './top';
import { About } from './views/about';
import { Changes } from './views/changes';
import { Coverage } from './views/coverage';
import { Steps } from './views/steps';
import { WorkflowDetail } from './views/workflow-detail';
import { Workflows } from './views/workflows';

interface AppProps {
  readonly report: Report;
  readonly documents: Documents;
  readonly search: WorkflowSearch;
  readonly readNotices: () => Promise<string>;
}

const TITLES = {
  workflows: 'Workflows',
  coverage: 'Coverage',
  changes: 'Changes',
  steps: 'Steps',
  about: 'About',
} as const satisfies Partial<Record<ViewName, string>>;

const LISTED = ['workflows', 'coverage', 'changes', 'steps', 'about'] as const;

export const App = (props: AppProps): VNode => {
  const shown = address.value;
  useNewView(subjectOf(shown));
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <Top report={props.report} />
      <UnreadDocuments documents={props.documents} />
      <Navigation view={shown.view === 'workflow' ? 'workflows' : shown.view} />
      <main id="main" tabIndex={-1}>
        <Guarded key={subjectOf(shown)}>
          <View shown={shown} {...props} />
        </Guarded>
      </main>
    </>
  );
};

const UnreadDocuments = ({ documents }: Pick<AppProps, 'documents'>): VNode | null =>
  documents.fault.value === undefined ? null : (
    <p class="warning" role="alert">
      Some documents can neither be shown nor searched. {documents.fault.value}
    </p>
  );

/** What a view is about, whatever its lists are searched and filtered by. */
const subjectOf = ({ view, parameters }: Address): string => {
  switch (view) {
    case 'workflow':
      return formatAddress(view, { id: parameters.id ?? '' });
    case 'changes':
      return formatAddress(view, { run: parameters.run ?? '', arn: parameters.arn ?? '' });
    case 'steps':
      return formatAddress(view, { action: parameters.action ?? '' });
    default:
      return formatAddress(view);
  }
};

/** Whoever follows a link finds the new view from its beginning, and with the focus. */
const useNewView = (view: string): void => {
  const last = useRef(view);
  useEffect(() => {
    if (last.current === view) return;
    last.current = view;
    window.scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [view]);
};

const Navigation = ({ view }: { readonly view: ViewName }): VNode => (
  <nav aria-label="Views">
    {LISTED.map((name) => (
      <a key={name} href={formatAddress(name)} aria-current={name === view ? 'page' : undefined}>
        {TITLES[name]}
      </a>
    ))}
  </nav>
);

const View = ({ shown, report, documents, search, readNotices }: AppProps & { readonly shown: Address }): VNode => {
  switch (shown.view) {
    case 'workflows':
      return <Workflows report={report} documents={documents} search={search} parameters={shown.parameters} />;
    case 'workflow':
      return <WorkflowDetail report={report} documents={documents} parameters={shown.parameters} />;
    case 'coverage':
      return <Coverage report={report} parameters={shown.parameters} />;
    case 'changes':
      return <Changes report={report} documents={documents} parameters={shown.parameters} />;
    case 'steps':
      return <Steps report={report} parameters={shown.parameters} />;
    case 'about':
      return <About report={report} readNotices={readNotices} />;
  }
};
