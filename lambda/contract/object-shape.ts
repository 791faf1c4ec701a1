import { isJsonObject } from './json-object';
import { count, faultsBy, type Shape, type Shaped } from './shape';

type Members = Readonly<Record<string, Shape<unknown>>>;
type Open = Readonly<Record<string, unknown>>;

const within = (path: string, member: string): string => (path === '' ? member : `${path}.${member}`);

/** A name from outside, cut so that it cannot carry a document into a message. */
const unknownMember = (path: string, member: string): string =>
  `${within(path, JSON.stringify(member.slice(0, 40)))} is not a member`;

interface Member {
  readonly name: string;
  readonly shape: Shape<unknown>;
}

/** Exactly these members. Runs on every row: loops that allocate nothing. */
const hasExactly = (value: Open, members: readonly Member[]): boolean => {
  let given = 0;
  for (const _ in value) given += 1;
  if (given !== members.length) return false;
  for (const member of members) if (!member.shape.is(value[member.name])) return false;
  return true;
};

const faultsOfMembers = (value: Open, members: readonly Member[], path: string): readonly string[] => {
  const names = new Set(members.map(({ name }) => name));
  const faults = members.flatMap(({ name, shape }) => faultsBy(shape, value[name], within(path, name)));
  const unknown = Object.keys(value).filter((name) => !names.has(name));
  return [...faults, ...unknown.map((name) => unknownMember(path, name))];
};

const inOrder = (value: Open, members: readonly Member[]): Open => {
  const ordered: Record<string, unknown> = {};
  for (const { name, shape } of members) ordered[name] = shape.canonical(value[name]);
  return ordered;
};

/** The same object where it lacks nothing and no member is spelled in another way: most lines are of today's version. */
const upgradedMembers = (value: Open, members: readonly Member[]): Open => {
  let upgraded: Record<string, unknown> | undefined;
  for (const { name, shape } of members) {
    const given = value[name];
    const now = given === undefined && shape.added !== undefined ? shape.added.before : shape.upgraded(given);
    if (now === given) continue;
    upgraded ??= { ...value };
    upgraded[name] = now;
  }
  return upgraded ?? value;
};

const membersAsOf = (members: readonly Member[], version: number): Members =>
  Object.fromEntries(
    members
      .filter(({ shape }) => shape.added === undefined || shape.added.version <= version)
      .map(({ name, shape }) => [name, shape.asOf(version)]),
  );

type ObjectOf<M extends Members> = { readonly [Name in keyof M]: Shaped<M[Name]> };

/** An object with exactly these members, in this order. */
export const object = <const M extends Members>(members: M): Shape<ObjectOf<M>> => {
  const list = Object.entries(members).map(([name, shape]) => ({ name, shape }));
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(list.map(({ name, shape }) => [name, shape.schema])),
      required: list.map(({ name }) => name),
      additionalProperties: false,
    },
    must: 'an object',
    is: (value): value is ObjectOf<M> => isJsonObject(value) && hasExactly(value, list),
    faultsWithin: (value, path) => (isJsonObject(value) ? faultsOfMembers(value, list, path) : undefined),
    canonical: (value) => (isJsonObject(value) ? inOrder(value, list) : value),
    asOf: (version) => object(membersAsOf(list, version)),
    upgraded: (value) => (isJsonObject(value) ? upgradedMembers(value, list) : value),
  };
};

/** How many there were of each kind; a kind that none had is left out. */
export const countsBy = <const K extends string>(kinds: readonly K[]): Shape<Readonly<Partial<Record<K, number>>>> => {
  const some = count(1);
  const isKind = (name: string): boolean => kinds.some((kind) => kind === name);
  const shape: Shape<Readonly<Partial<Record<K, number>>>> = {
    schema: {
      type: 'object',
      properties: Object.fromEntries(kinds.map((kind) => [kind, some.schema])),
      additionalProperties: false,
    },
    must: 'an object',
    is: (value): value is Readonly<Partial<Record<K, number>>> =>
      isJsonObject(value) && Object.keys(value).every((name) => isKind(name) && some.is(value[name])),
    faultsWithin: (value, path) =>
      isJsonObject(value)
        ? Object.keys(value).flatMap((name) =>
            isKind(name) ? faultsBy(some, value[name], within(path, name)) : [unknownMember(path, name)],
          )
        : undefined,
    canonical: (value) =>
      isJsonObject(value)
        ? Object.fromEntries(kinds.flatMap((kind) => (value[kind] ? [[kind, value[kind]]] : [])))
        : value,
    asOf: () => shape,
    upgraded: (value) => value,
  };
  return shape;
};
