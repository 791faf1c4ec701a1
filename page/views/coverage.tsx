import type { VNode } from 'preact';
import type { Parameters } from '../address';
import type { Report } from '../report';

interface CoverageProps {
  readonly report: Report;
  readonly parameters: Parameters<'coverage'>;
}

/** Account × Region, each with its outcome. */
export const Coverage = (_props: CoverageProps): VNode => <h2>Coverage</h2>;
