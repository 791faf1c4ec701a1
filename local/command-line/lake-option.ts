import { locationFaults } from '../lake/lake-location';
import type { ParsedOptions } from './options';

export const LAKE_OPTION = { name: 'lake', takes: 'DIR or --lake s3://BUCKET' } as const;

/** What is wrong with the value of --lake, where there is one. */
export const lakeFaults = (options: ParsedOptions): readonly string[] => {
  const lake = options.one('lake');
  return lake === undefined ? [] : locationFaults(lake);
};
