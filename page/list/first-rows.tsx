import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { counted } from '../counted';
import { MOST_PRINTED, NotPrinted } from './not-printed';
import { printing } from './printing';

interface FirstRows<T> {
  readonly shown: readonly T[];
  /** What stands below them where there are more. */
  readonly more: VNode | null;
}

/** The first rows of a table, whose rows may be of any height, until all are asked for. */
export const useFirstRows = <T,>(rows: readonly T[], first: number): FirstRows<T> => {
  const [isWhole, setWhole] = useState(false);
  const most = printing.value ? MOST_PRINTED : isWhole ? rows.length : first;
  const left = rows.length - most;
  if (left <= 0) return { shown: rows, more: null };
  return {
    shown: rows.slice(0, most),
    more: printing.value ? (
      <NotPrinted count={left} />
    ) : (
      <p>
        <button type="button" onClick={() => setWhole(true)}>
          Show {counted(left, 'row')} more
        </button>
      </p>
    ),
  };
};
