import { count, faultsBy, type Shape, type Shaped } from './shape';

type Members = Readonly<Record<string, Shape<unknown>>>;
type Open = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Open =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const within = (path: string, member: string): string => (path === '' ? member : `${path}.${member}`);

/** A name from outside, cut so that it cannot carry a document into a message. */
const unknownMember = (path: string, member: string): string =>
  `${within(path, JSON.stringify(member.slice(0, 40)))} is not a member`;

/** An object with exactly these members, in this order. */
export const object = <const M extends Members>(members: M): Shape<{ readonly [Name in keyof M]: Shaped<M[Name]> }> => {
  const entries = Object.entries(members);
  const is = (value: unknown): value is { readonly [Name in keyof M]: Shaped<M[Name]> } => {
    if (!isObject(value)) return false;
    let given = 0;
    for (const _ in value) given += 1;
    if (given !== entries.length) return false;
    for (const [name, shape] of entries) if (!shape.is(value[name])) return false;
    return true;
  };
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(entries.map(([name, shape]) => [name, shape.schema])),
      required: Object.keys(members),
      additionalProperties: false,
    },
    must: 'an object',
    is,
    faultsWithin: (value, path) =>
      isObject(value)
        ? [
            ...entries.flatMap(([name, shape]) => faultsBy(shape, value[name], within(path, name))),
            ...Object.keys(value).flatMap((name) => (Object.hasOwn(members, name) ? [] : [unknownMember(path, name)])),
          ]
        : undefined,
    canonical: (value) => {
      if (!isObject(value)) return value;
      const ordered: Record<string, unknown> = {};
      for (const [name, shape] of entries) ordered[name] = shape.canonical(value[name]);
      return ordered;
    },
  };
};

/** How many there were of each kind; a kind that none had is left out. */
export const countsBy = <const K extends string>(kinds: readonly K[]): Shape<Readonly<Partial<Record<K, number>>>> => {
  const some = count(1);
  const isKind = (name: string): boolean => kinds.some((kind) => kind === name);
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(kinds.map((kind) => [kind, some.schema])),
      additionalProperties: false,
    },
    must: 'an object',
    is: (value): value is Readonly<Partial<Record<K, number>>> =>
      isObject(value) && Object.keys(value).every((name) => isKind(name) && some.is(value[name])),
    faultsWithin: (value, path) =>
      isObject(value)
        ? Object.keys(value).flatMap((name) =>
            isKind(name) ? faultsBy(some, value[name], within(path, name)) : [unknownMember(path, name)],
          )
        : undefined,
    canonical: (value) =>
      isObject(value) ? Object.fromEntries(kinds.flatMap((kind) => (value[kind] ? [[kind, value[kind]]] : []))) : value,
  };
};
