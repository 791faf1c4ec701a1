import type { VNode } from 'preact';
import { isRead } from '../../lambda/contract/outcome';
import { formatAddress, type Parameters } from '../address';
import type { CoverageCell } from '../report-data';
import { type OutcomeFilter, outcomeCounts, parseOutcomeFilter } from './coverage-cells';
import { OutcomeMark } from './outcome-mark';

interface OutcomeLinksProps {
  readonly cells: readonly CoverageCell[];
  readonly parameters: Parameters<'coverage'>;
}

/** How many targets have each outcome; each count leads to them. */
export const OutcomeLinks = ({ cells, parameters: { search, outcome } }: OutcomeLinksProps): VNode => {
  const shown = parseOutcomeFilter(outcome);
  const unread = cells.filter((cell) => !isRead(cell.outcome)).length;
  const link = (filter: OutcomeFilter | undefined, name: VNode | string, count: number): VNode => (
    <li key={filter ?? ''}>
      <a
        href={formatAddress('coverage', { ...(search && { search }), ...(filter && { outcome: filter }) })}
        aria-current={filter === shown ? 'true' : undefined}
      >
        {name} <strong>{count.toLocaleString('en')}</strong>
      </a>
    </li>
  );
  return (
    <ul class="counts" aria-label="Targets by outcome">
      {link(undefined, 'all', cells.length)}
      {link('unread', 'not read', unread)}
      {outcomeCounts(cells).map((each) => link(each.outcome, <OutcomeMark outcome={each.outcome} />, each.count))}
    </ul>
  );
};
