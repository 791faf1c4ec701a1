import type { VNode } from 'preact';
import { useFirstRows } from '../list/first-rows';
import { WideTable } from '../list/wide-table';
import type { CoverageCell } from '../report-data';
import { Shown } from '../shown';
import { EVERY_REGION } from './coverage-cells';
import { OutcomeMark } from './outcome-mark';
import { lastReadText, Reason } from './reason';

interface CellTableProps {
  readonly label: string;
  readonly cells: readonly CoverageCell[];
  /** The run whose data is shown of a target. */
  readonly asOf: (cell: CoverageCell) => string | null;
  /** How many are shown at first. */
  readonly first: number;
}

/** Targets one below the other, with all that is known of each. */
export const CellTable = ({ label, cells, asOf, first }: CellTableProps): VNode => {
  const { shown, more } = useFirstRows(cells, first);
  const hasRegions = cells.some(({ region }) => region !== EVERY_REGION);
  return (
    <>
      <WideTable label={label} class="cells">
        <thead>
          <tr>
            <th scope="col">Account</th>
            {hasRegions && <th scope="col">Region</th>}
            <th scope="col">Outcome</th>
            <th scope="col">Last read</th>
            {hasRegions && <th scope="col">Builds shown</th>}
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((cell) => (
            <tr key={`${cell.account_id} ${cell.region}`}>
              <th scope="row">{cell.account_id}</th>
              {hasRegions && <td>{cell.region === EVERY_REGION ? 'not opened' : <Shown text={cell.region} />}</td>}
              <td>
                <OutcomeMark outcome={cell.outcome} />
              </td>
              <td class="last-read" data-heading="last read">
                <Shown text={lastReadText(cell, asOf(cell))} />
              </td>
              {hasRegions && (
                <td class="builds" data-heading="builds">
                  {cell.region === EVERY_REGION ? 'none' : cell.rows.toLocaleString('en')}
                </td>
              )}
              <td>
                <Reason cell={cell} />
              </td>
            </tr>
          ))}
        </tbody>
      </WideTable>
      {more}
    </>
  );
};
