import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Parameters } from '../address';
import { ChangeDetail } from '../changes/change-detail';
import { ChangeFilters } from '../changes/change-filters';
import { countByDay, dayOf, filterChanges } from '../changes/change-list';
import { ChangeTable } from '../changes/change-table';
import { DayPicture } from '../changes/day-picture';
import { historyText } from '../changes/history';
import { counted } from '../counted';
import type { Documents } from '../documents';
import type { Report } from '../report';
import type { Change } from '../report-data';
import { Shown } from '../shown';

interface ChangesProps {
  readonly report: Report;
  readonly documents: Documents;
  readonly parameters: Parameters<'changes'>;
}

/** What changed, by day; or one change, where the address names it. */
export const Changes = ({ report, documents, parameters }: ChangesProps): VNode => {
  const { search, kind, day, run, arn } = parameters;
  const all = report.index.changes;
  const found = useMemo(
    () => filterChanges(all, { ...(search && { search }), ...(kind && { kind }) }),
    [all, search, kind],
  );
  const listed = useMemo(() => (day ? found.filter((change) => dayOf(change) === day) : found), [found, day]);
  const change = useMemo(() => all.find((each) => each.run === run && each.arn === arn), [all, run, arn]);
  return (
    <>
      <h2>Changes</h2>
      {change !== undefined ? (
        <ChangeDetail report={report} documents={documents} changes={listed} change={change} parameters={parameters} />
      ) : (
        <List report={report} found={found} listed={listed} parameters={parameters} />
      )}
    </>
  );
};

interface ListProps {
  readonly report: Report;
  /** Of all days. */
  readonly found: readonly Change[];
  /** Of the day that is asked for. */
  readonly listed: readonly Change[];
  readonly parameters: Parameters<'changes'>;
}

const List = ({ report, found, listed, parameters }: ListProps): VNode => {
  const days = useMemo(() => countByDay(found), [found]);
  const isMissing = parameters.arn !== undefined;
  return (
    <>
      {isMissing && <p>There is no such change in this report. These are the ones there are:</p>}
      <p>
        <Shown text={historyText(report)} />
      </p>
      {report.index.changes.length > 0 && (
        <>
          <ChangeFilters parameters={parameters} days={days.map(({ day }) => day).reverse()} />
          {days.length > 0 && <DayPicture days={days} parameters={parameters} />}
          <p role="status">{counted(listed.length, 'change')}</p>
          <ChangeTable changes={listed} parameters={parameters} />
        </>
      )}
    </>
  );
};
