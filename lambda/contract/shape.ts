/** JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What a JSON value must be, written once: its TypeScript type, its check, the explanation of a failed check, its JSON
 * Schema and its one spelling all come from it.
 */
export interface Shape<T> {
  readonly schema: JsonSchema;
  /** The end of "must be …". */
  readonly must: string;
  /** Allocates nothing, since it runs on every row. */
  readonly is: (value: unknown) => value is T;
  /** The faults of the members, for a value that has any; undefined where it is the value itself that is wrong. */
  readonly faultsWithin: (value: unknown, path: string) => readonly string[] | undefined;
  /** The one spelling of a value of this shape: members in order, strings in well-formed Unicode. */
  readonly canonical: (value: unknown) => unknown;
  /** The shape as an earlier schema version had it. */
  readonly asOf: (version: number) => Shape<unknown>;
  /** A value that an earlier version wrote, as this one spells it; the very same value where there is no difference. */
  readonly upgraded: (value: unknown) => unknown;
  /** Of a member that a later schema version added; see `since`. */
  readonly added?: Added;
}

interface Added {
  readonly version: number;
  /** What the member is in a value from before. */
  readonly before: unknown;
}

export type Shaped<S> = S extends Shape<infer T> ? T : never;

/** Tells what was given without quoting text, which might be document text. */
const kindOf = (value: unknown): string => {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return `text of length ${value.length}`;
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
};

/** All faults of a value, each with the path of the member; none exactly where `shape.is(value)`. */
export const faultsBy = (shape: Shape<unknown>, value: unknown, path = ''): readonly string[] => {
  if (shape.is(value)) return [];
  const ofItself = `${path === '' ? '' : `${path} `}must be ${shape.must}, is ${kindOf(value)}`;
  return shape.faultsWithin(value, path) ?? [ofItself];
};

const scalar = <T>(schema: JsonSchema, must: string, is: (value: unknown) => value is T): Shape<T> => {
  const shape: Shape<T> = {
    schema,
    must,
    is,
    faultsWithin: () => undefined,
    canonical: (value) => (typeof value === 'string' ? value.toWellFormed() : value),
    asOf: () => shape,
    upgraded: (value) => value,
  };
  return shape;
};

export const text: Shape<string> = scalar({ type: 'string' }, 'text', (value) => typeof value === 'string');

export const flag: Shape<boolean> = scalar(
  { type: 'boolean' },
  'true or false',
  (value) => value === true || value === false,
);

/** A whole number that JavaScript holds exactly. */
export const count = (minimum: 0 | 1, maximum: number = Number.MAX_SAFE_INTEGER): Shape<number> =>
  scalar(
    { type: 'integer', minimum, maximum },
    `a whole number from ${minimum} to ${maximum}`,
    (value): value is number =>
      typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum,
  );

export const textLike = (pattern: RegExp): Shape<string> =>
  scalar(
    { type: 'string', pattern: pattern.source },
    `text that matches ${pattern.source}`,
    (value): value is string => typeof value === 'string' && pattern.test(value),
  );

export const oneOf = <const V extends string>(values: readonly V[]): Shape<V> => {
  const allowed = new Set<unknown>(values);
  return scalar({ type: 'string', enum: values }, `one of ${values.join(', ')}`, (value): value is V =>
    allowed.has(value),
  );
};

/** A text of a type of its own, which a regular expression cannot tell alone. */
export const textThat = <T extends string>(
  schema: JsonSchema,
  must: string,
  is: (text: string) => text is T,
): Shape<T> =>
  scalar({ type: 'string', ...schema }, must, (value): value is T => typeof value === 'string' && is(value));

export const described = <T>(description: string, shape: Shape<T>, annotations: JsonSchema = {}): Shape<T> => ({
  ...shape,
  schema: { description, ...shape.schema, ...annotations },
});

export const orNull = <T>(shape: Shape<T>): Shape<T | null> => {
  const { type, enum: values, ...rest } = shape.schema;
  return {
    ...shape,
    schema: { ...rest, type: [type, 'null'], ...(Array.isArray(values) ? { enum: [...values, null] } : {}) },
    must: `${shape.must} or null`,
    is: (value): value is T | null => value === null || shape.is(value),
    canonical: (value) => (value === null ? null : shape.canonical(value)),
    asOf: (version) => orNull(shape.asOf(version)),
    upgraded: (value) => (value === null ? null : shape.upgraded(value)),
  };
};

/**
 * A member that a schema version added: lines and manifests of the versions before have no such member, and are read as
 * if it said `before`.
 */
export const since = <T>(version: number, shape: Shape<T>, before: T): Shape<T> => ({
  ...shape,
  added: { version, before },
});

/** A text that programs of the same schema version have spelled in another way, which is still read. */
export const respelled = (shape: Shape<string>, respell: (text: string) => string): Shape<string> => ({
  ...shape,
  upgraded: (value) => (typeof value === 'string' ? respell(value) : value),
});
