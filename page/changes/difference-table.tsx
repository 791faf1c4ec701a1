import type { VNode } from 'preact';
import { WideTable } from '../list/wide-table';
import type { Change, Difference } from '../report-data';
import { Pieces, Shown } from '../shown';
import type { Span } from '../workflow/line-diff';
import { sidesOf } from './value-diff';

/** The columns that differ, as they were and as they are. */
export const DifferenceTable = ({ change }: { readonly change: Change }): VNode => {
  const hasBefore = change.change !== 'created';
  const hasAfter = change.change !== 'deleted';
  return (
    <WideTable label="Columns" class="differences">
      <thead>
        <tr>
          <th scope="col">Column</th>
          {hasBefore && <th scope="col">Before</th>}
          {hasAfter && <th scope="col">After</th>}
        </tr>
      </thead>
      <tbody>
        {change.differences.map((difference) => {
          const { before, after } = sidesOf(difference.before, difference.after);
          return (
            <tr key={difference.column}>
              <th scope="row">
                <Shown text={difference.column} />
              </th>
              {hasBefore && (
                <td>
                  <Side value={difference.before} spans={before} none={noneText(difference)} />
                </td>
              )}
              {hasAfter && (
                <td>
                  <Side value={difference.after} spans={after} none={noneText(difference)} />
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </WideTable>
  );
};

interface SideProps {
  readonly value: string | null;
  readonly spans: readonly Span[];
  /** What it means that there is no value. */
  readonly none: string;
}

/** What the absence of a value means. */
const noneText = ({ column }: Difference): string => (column === 'state' ? 'live' : 'nothing, or unknown');

const Side = ({ value, spans, none }: SideProps): VNode => {
  if (value === null) return <span class="none">{none}</span>;
  return (
    <bdi>
      {spans.map(({ text, isChanged }, index) =>
        isChanged ? (
          <em key={index}>
            <Pieces text={text} />
          </em>
        ) : (
          <Pieces key={index} text={text} />
        ),
      )}
    </bdi>
  );
};
