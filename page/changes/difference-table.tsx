import { Fragment, type VNode } from 'preact';
import { WideTable } from '../list/wide-table';
import type { Change, Difference } from '../report-data';
import { Pieces, Shown } from '../shown';
import { type Sides, sidesOf } from './value-diff';

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
                  <Side lines={before} none={noneText(difference)} />
                </td>
              )}
              {hasAfter && (
                <td>
                  <Side lines={after} none={noneText(difference)} />
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </WideTable>
  );
};

/** What the absence of a value means. */
const noneText = ({ column }: Difference): string => (column === 'state' ? 'live' : 'nothing, or unknown');

const Side = ({ lines, none }: { readonly lines: Sides['before']; readonly none: string }): VNode => {
  if (lines.length === 0) return <span class="none">{none}</span>;
  return (
    <bdi>
      {lines.map((spans, line) => (
        <Fragment key={line}>
          {line > 0 && '\n'}
          {spans.map(({ text, isChanged }, index) =>
            isChanged ? (
              <em key={index}>
                <Pieces text={text} />
              </em>
            ) : (
              <Pieces key={index} text={text} />
            ),
          )}
        </Fragment>
      ))}
    </bdi>
  );
};
