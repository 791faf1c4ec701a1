import { stateOf } from '../build';
import type { Build } from '../report-data';
import type { ListedWorkflow } from './filters';

/** The columns that the list is sorted by, and what of a workflow's newest listed build counts. */
const SORTED_BY = {
  name: ({ name }) => name ?? '',
  type: ({ type }) => type ?? '',
  version: ({ version }) => version ?? '',
  builds: (_build, { builds }) => String(builds.length),
  state: (build) => stateOf(build),
  account: ({ account_id }) => account_id,
  region: ({ region }) => region,
  created: ({ date_created }) => date_created ?? '',
} as const satisfies Readonly<Record<string, (build: Build, listed: ListedWorkflow) => string>>;

export type SortColumn = keyof typeof SORTED_BY;

export interface Sorting {
  readonly column: SortColumn;
  readonly direction: 'ascending' | 'descending';
}

const isSortColumn = (text: string): text is SortColumn => Object.hasOwn(SORTED_BY, text);

/** `name`, or `-name` for the other way round; undefined where it names no column. */
export const parseSorting = (text = ''): Sorting | undefined => {
  const column = text.replace(/^-/, '');
  if (!isSortColumn(column)) return undefined;
  return { column, direction: text.startsWith('-') ? 'descending' : 'ascending' };
};

/** What a click on the heading of a column asks for: the other way round, where it is sorted by already. */
export const nextSorting = (column: SortColumn, sorting: Sorting | undefined): string =>
  sorting?.column === column && sorting.direction === 'ascending' ? `-${column}` : column;

/** Digits count as numbers, so that 1.10.0 comes after 1.9.0. */
const COLLATOR = new Intl.Collator('en', { numeric: true });

export const sortWorkflows = (
  listed: readonly ListedWorkflow[],
  { column, direction }: Sorting,
): readonly ListedWorkflow[] => {
  const shownOf = SORTED_BY[column];
  const sign = direction === 'ascending' ? 1 : -1;
  return listed
    .map((each) => ({ each, value: shownOf(each.builds.at(-1) ?? each.workflow.newest, each) }))
    .sort((a, b) => sign * COLLATOR.compare(a.value, b.value))
    .map(({ each }) => each);
};
