import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Parameters } from '../address';
import { counted } from '../counted';
import { CellTable } from '../coverage/cell-table';
import {
  asOfIn,
  EVERY_REGION,
  filterByOutcome,
  parseOutcomeFilter,
  searchCells,
  worstFirst,
} from '../coverage/coverage-cells';
import { CoverageGrid } from '../coverage/coverage-grid';
import { gridOf } from '../coverage/grid';
import { OutcomeLinks } from '../coverage/outcome-links';
import { printing } from '../list/printing';
import { replaceAddress } from '../location';
import type { Report } from '../report';
import type { CoverageCell } from '../report-data';

interface CoverageProps {
  readonly report: Report;
  readonly parameters: Parameters<'coverage'>;
}

/** Account × Region, each with its outcome. */
export const Coverage = ({ report, parameters }: CoverageProps): VNode => (
  <>
    <h2>Coverage</h2>
    {report.index.coverage === null ? (
      <p>The coverage of the newest run has expired: what it could not read is not known.</p>
    ) : (
      <Targets all={report.index.coverage} parameters={parameters} />
    )}
  </>
);

/** Of accounts that could not be opened, since the grid follows; and of a list that stands alone. */
const FEW = 5;
const MANY = 50;

interface TargetsProps {
  readonly all: readonly CoverageCell[];
  readonly parameters: Parameters<'coverage'>;
}

const Targets = ({ all, parameters }: TargetsProps): VNode => {
  const { search, outcome } = parameters;
  const found = useMemo(() => searchCells(all, search), [all, search]);
  const wanted = useMemo(() => filterByOutcome(found, parseOutcomeFilter(outcome)), [found, outcome]);
  const asOf = useMemo(() => asOfIn(all), [all]);
  return (
    <>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label class="search">
          Search accounts, Regions, outcomes and reasons
          <input
            type="search"
            value={search ?? ''}
            onInput={(event) => replaceAddress('coverage', { ...parameters, search: event.currentTarget.value })}
          />
        </label>
      </form>
      <OutcomeLinks cells={found} parameters={parameters} />
      <p role="status">{counted(wanted.length, 'target')}</p>
      {printing.value ? (
        <CellTable label="Targets" cells={worstFirst(wanted)} asOf={asOf} first={MANY} />
      ) : (
        <Opened all={all} wanted={wanted} asOf={asOf} parameters={parameters} />
      )}
    </>
  );
};

interface OpenedProps extends TargetsProps {
  readonly wanted: readonly CoverageCell[];
  readonly asOf: (cell: CoverageCell) => string | null;
}

/** Accounts that could not be opened come first. The Regions of a single account are a plain list. */
const Opened = ({ all, wanted, asOf, parameters }: OpenedProps): VNode => {
  const unopened = wanted.filter(({ region }) => region === EVERY_REGION);
  const targets = wanted.filter(({ region }) => region !== EVERY_REGION);
  const isOneAccount = new Set(all.map(({ account_id }) => account_id)).size === 1;
  const grid = useMemo(() => gridOf(all, wanted), [all, wanted]);
  return (
    <>
      {unopened.length > 0 && (
        <>
          <h3>{counted(unopened.length, 'account')} that could not be opened</h3>
          <CellTable label="Accounts that could not be opened" cells={unopened} asOf={asOf} first={FEW} />
          {targets.length > 0 && <h3>Regions</h3>}
        </>
      )}
      {targets.length > 0 &&
        (isOneAccount ? (
          <CellTable label="Regions" cells={worstFirst(targets)} asOf={asOf} first={MANY} />
        ) : (
          <CoverageGrid grid={grid} parameters={parameters} />
        ))}
    </>
  );
};
