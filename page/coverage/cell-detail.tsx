import type { VNode } from 'preact';
import { formatAddress, type Parameters } from '../address';
import { counted } from '../counted';
import { OUTCOME_WORDS } from '../outcome-words';
import type { CoverageCell } from '../report-data';
import { Shown } from '../shown';
import { outcomeCounts } from './coverage-cells';
import type { AccountRow } from './grid';
import { OutcomeMark } from './outcome-mark';
import { lastReadText, Reason } from './reason';

interface CellDetailProps {
  readonly id: string;
  readonly row: AccountRow | undefined;
  /** Undefined: the account as a whole. */
  readonly region: string | undefined;
  readonly parameters: Parameters<'coverage'>;
}

/** What is known of the account or target that the focus is on. */
export const CellDetail = ({ id, row, region, parameters }: CellDetailProps): VNode => (
  <aside id={id} class="cell-detail" aria-label="Details of the cell">
    {row === undefined ? (
      <p class="none">Move to a cell to see since when it is not known, and why.</p>
    ) : (
      <>
        <p>
          <a href={formatAddress('coverage', { ...parameters, account: row.account, ...(region && { region }) })}>
            {row.account}
            {region !== undefined && (
              <>
                , <Shown text={region} />
              </>
            )}
          </a>
        </p>
        {region === undefined ? <AccountCounts row={row} /> : <Target cell={row.cells.get(region)} />}
      </>
    )}
  </aside>
);

const AccountCounts = ({ row }: { readonly row: AccountRow }): VNode => (
  <ul class="counts">
    {outcomeCounts([...row.cells.values()]).map(({ outcome, count }) => (
      <li key={outcome}>
        <OutcomeMark outcome={outcome} /> {counted(count, 'Region')}
      </li>
    ))}
  </ul>
);

const Target = ({ cell }: { readonly cell: CoverageCell | undefined }): VNode => {
  if (cell === undefined) return <p>This Region was not among those that the run was to read of this account.</p>;
  return (
    <>
      <p>
        <OutcomeMark outcome={cell.outcome} />: {OUTCOME_WORDS[cell.outcome].meaning} <Reason cell={cell} />
      </p>
      <p>
        Last read: <Shown text={lastReadText(cell, cell.as_of)} />. {buildsText(cell)}{' '}
        {cell.rows > 0 && (
          <a href={formatAddress('workflows', { account: cell.account_id, region: cell.region })}>See its workflows</a>
        )}
      </p>
    </>
  );
};

const buildsText = ({ rows, rows_without_detail }: CoverageCell): string => {
  const missing = rows_without_detail === 0 ? '' : `, ${rows_without_detail.toLocaleString('en')} without its document`;
  return `${counted(rows, 'build')} shown${missing}.`;
};
