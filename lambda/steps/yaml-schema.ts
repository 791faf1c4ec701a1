import {
  boolCoreTag,
  defineMappingTag,
  floatCoreTag,
  intCoreTag,
  mergeTag,
  NOT_RESOLVED,
  nullCoreTag,
  type ScalarTagDefinition,
  Schema,
  seqTag,
  strTag,
} from 'js-yaml';

/** A lone surrogate, which only an escape can write, is no text that readers of JSON take. */
const text: ScalarTagDefinition<string> = { ...strTag, resolve: (source) => source.toWellFormed() };

/** A number that would lose its spelling stays text: 1.0, and the leading zero of an account ID. */
const asSpelled = (tag: ScalarTagDefinition<number>): ScalarTagDefinition<number | string> => ({
  ...tag,
  resolve: (source, isExplicit, tagName) => {
    const value = tag.resolve(source, isExplicit, tagName);
    if (value === NOT_RESOLVED || String(value) === source) return value;
    return isExplicit ? source : NOT_RESOLVED;
  },
});

export const COMPLEX_KEY = 'a key is a map or a list';

/** An object would put keys that look like numbers first, and has a prototype. */
const map = defineMappingTag<Map<string, unknown>>('tag:yaml.org,2002:map', {
  create: () => new Map(),
  addPair: (pairs, key, value) => {
    if (typeof key === 'object' && key !== null) return COMPLEX_KEY;
    pairs.set(String(key), value);
    return '';
  },
  has: (pairs, key) => pairs.has(String(key)),
  keys: (pairs) => pairs.keys(),
  get: (pairs, key) => pairs.get(String(key)),
  identify: () => false,
});

/** YAML 1.2's core schema, values as they are spelled, and the merge keys of YAML 1.1. */
export const SCHEMA = new Schema([
  text,
  seqTag,
  map,
  nullCoreTag,
  boolCoreTag,
  asSpelled(intCoreTag),
  asSpelled(floatCoreTag),
  mergeTag,
]);
