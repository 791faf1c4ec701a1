import { CHANGES, type ChangeKind } from '../../lambda/contract/outcome';
import type { Parameters } from '../address';
import { workflowIdOf } from '../build';
import type { Report } from '../report';
import type { Build, Change } from '../report-data';
import { KIND_WORDS, parseKind } from './change-kinds';

/** The UTC day of its run. */
export const dayOf = ({ run }: Change): string => run.slice(0, 10);

/** The changes that search and kind let through; the day is left to the caller, since the chart shows all days. */
export const filterChanges = (
  changes: readonly Change[],
  { search = '', kind }: Pick<Parameters<'changes'>, 'search' | 'kind'>,
): readonly Change[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = parseKind(kind);
  const isLetThrough = (change: Change): boolean => {
    if (wanted !== undefined && change.change !== wanted) return false;
    if (words.length === 0) return true;
    const text = textOf(change);
    return words.every((word) => text.includes(word));
  };
  return changes.filter(isLetThrough);
};

const textOf = (change: Change): string =>
  [change.name ?? '', change.arn, KIND_WORDS[change.change].word, ...columnsOf(change)].join('\n').toLowerCase();

/** The columns that differ: of a row that came or went, none is told apart. */
export const columnsOf = ({ change, differences, document, omitted }: Change): readonly string[] =>
  change === 'updated'
    ? [...new Set([...differences.map(({ column }) => column), ...(document === null ? [] : ['data']), ...omitted])]
    : [];

export interface DayCounts {
  /** `2026-11-22`. */
  readonly day: string;
  readonly counts: Readonly<Record<ChangeKind, number>>;
}

/** How many changes of each kind the days had that had any, oldest first. */
export const countByDay = (changes: readonly Change[]): readonly DayCounts[] => {
  const days = new Map<string, Record<ChangeKind, number>>();
  for (const change of changes) {
    const day = dayOf(change);
    const counts = days.get(day) ?? { created: 0, updated: 0, deleted: 0, entered_scope: 0, left_scope: 0 };
    counts[change.change]++;
    days.set(day, counts);
  }
  return [...days].map(([day, counts]) => ({ day, counts })).sort((a, b) => (a.day < b.day ? -1 : 1));
};

/** The kinds that there are any of. */
export const kindsIn = (days: readonly DayCounts[]): readonly ChangeKind[] =>
  CHANGES.filter((kind) => days.some(({ counts }) => counts[kind] > 0));

const SCOPE_KINDS: readonly ChangeKind[] = ['entered_scope', 'left_scope'];

/** The kinds that are drawn: a whole account that enters would make everything else too small to see. */
export const drawnKinds = (days: readonly DayCounts[]): readonly ChangeKind[] => {
  const kinds = kindsIn(days);
  const own = kinds.filter((kind) => !SCOPE_KINDS.includes(kind));
  return own.length === 0 ? kinds : own;
};

export const totalOf = (days: readonly DayCounts[], kind: ChangeKind): number =>
  days.reduce((sum, { counts }) => sum + counts[kind], 0);

/** The build that changed, if the newest run still holds it. */
export const buildOfChange = (report: Report, { arn }: Change): Build | undefined =>
  report.workflowOf(workflowIdOf(arn))?.builds.find((build) => build.arn === arn);
