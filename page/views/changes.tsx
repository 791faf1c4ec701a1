import type { VNode } from 'preact';
import type { Parameters } from '../address';
import type { Documents } from '../documents';
import type { Report } from '../report';

interface ChangesProps {
  readonly report: Report;
  readonly documents: Documents;
  readonly parameters: Parameters<'changes'>;
}

/** What changed, by day. */
export const Changes = (_props: ChangesProps): VNode => <h2>Changes</h2>;
