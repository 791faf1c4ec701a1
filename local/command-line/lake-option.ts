import type { ParsedOptions } from './options';

export const LAKE_OPTION = { name: 'lake', takes: 'DIR' } as const;

/** What is wrong with the value of --lake, where there is one. */
export const lakeFaults = (options: ParsedOptions): readonly string[] => {
  const lake = options.one('lake');
  return lake !== undefined && /^[a-z0-9]+:\/\//i.test(lake)
    ? [`--lake ${lake}: a lake is a folder of this machine for now; s3:// is not supported yet. Write --lake DIR.`]
    : [];
};
