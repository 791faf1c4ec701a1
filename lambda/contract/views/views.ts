import { coverageNowView } from './coverage-now';
import { newestView } from './newest';
import { parameterView } from './parameter';
import { stepInputView } from './step-input';
import { tagView } from './tag';
import type { View } from './view';

/** The views of the stack, in Athena and in any Trino that reads the Glue Data Catalog. */
export const VIEWS: readonly View[] = [newestView, tagView, parameterView, coverageNowView, stepInputView];
