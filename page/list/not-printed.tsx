import type { VNode } from 'preact';
import { counted } from '../counted';

/** On paper a list ends here, and says so. */
export const MOST_PRINTED = 1000;

/** What a list that was cut says below its last row. */
export const NotPrinted = ({ count }: { readonly count: number }): VNode => (
  <p>{counted(count, 'row')} more, which are not printed: filter the list, or open the file.</p>
);
