import type { VNode } from 'preact';
import type { Parameters } from '../address';
import type { Report } from '../report';

interface StepsProps {
  readonly report: Report;
  readonly parameters: Parameters<'steps'>;
}

/** Actions by count. */
export const Steps = (_props: StepsProps): VNode => <h2>Steps</h2>;
