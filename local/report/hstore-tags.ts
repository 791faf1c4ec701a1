import type { Tag } from '../../page/report-data';

/** Unrolled: an alternation that is repeated may exhaust the stack of a regular expression. */
const PAIR = /"([^"\\]*(?:\\.[^"\\]*)*)"=>"([^"\\]*(?:\\.[^"\\]*)*)"/gs;

/** The tags that hstore text holds. */
export const tagsOf = (hstore: string): readonly Tag[] =>
  [...hstore.matchAll(PAIR)].map(([, key = '', value = '']) => ({ key: unescaped(key), value: unescaped(value) }));

const unescaped = (text: string): string => text.replaceAll(/\\(.)/gs, '$1');
