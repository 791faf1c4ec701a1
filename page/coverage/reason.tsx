import type { VNode } from 'preact';
import { isRead } from '../../lambda/contract/outcome';
import type { CoverageCell } from '../report-data';
import { Shown, ShownOr } from '../shown';
import { timeText } from '../time';

/** When a target was last read, in words. */
export const lastReadText = ({ outcome }: Pick<CoverageCell, 'outcome'>, asOf: string | null): string => {
  if (isRead(outcome)) return 'in this run';
  return asOf === null ? 'never' : timeText(asOf);
};

export const Reason = ({ cell: { error_code, error_message } }: { readonly cell: CoverageCell }): VNode | null => {
  if (error_code === null && error_message === null) return null;
  return (
    <>
      <ShownOr text={error_code} none="without a code" />
      {error_message !== null && (
        <>
          : <Shown text={error_message} />
        </>
      )}
    </>
  );
};
