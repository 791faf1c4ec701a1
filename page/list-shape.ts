import { faultsBy, type Shape } from '../lambda/contract/shape';

/** A list whose items all have one shape. */
export const listOf = <T>(item: Shape<T>): Shape<readonly T[]> => ({
  schema: { type: 'array', items: item.schema },
  must: 'a list',
  is: (value): value is readonly T[] => Array.isArray(value) && value.every((each) => item.is(each)),
  faultsWithin: (value, path) =>
    Array.isArray(value)
      ? value.flatMap((each: unknown, index) => faultsBy(item, each, `${path}[${index}]`)).slice(0, MOST_FAULTS)
      : undefined,
  canonical: (value) => (Array.isArray(value) ? value.map((each) => item.canonical(each)) : value),
  asOf: (version) => listOf(item.asOf(version)),
  upgraded: (value) => value,
});

const MOST_FAULTS = 5;
