/** As deep as the view goes; what lies deeper is shown as JSON. */
const LEVELS = 6;

interface ValueWithin {
  readonly path: string;
  readonly member: string;
  readonly value: unknown;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const joined = (before: string, name: string): string => (before === '' ? name : `${before}.${name}`);

/** What the view of inputs must show of one step, by another way than the view's. */
export const valuesWithin = (value: unknown, path = '', member = '', level = 0): readonly ValueWithin[] => {
  if (level < LEVELS && Array.isArray(value) && value.length > 0)
    return value.flatMap((item, place) => valuesWithin(item, `${path}[${place}]`, member, level + 1));
  if (level < LEVELS && isMap(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, item]) =>
      valuesWithin(item, joined(path, key), joined(member, key.replace(/\.\$$/, '')), level + 1),
    );
  return [{ path, member, value: shown(value) }];
};

const shown = (value: unknown): unknown =>
  value === null || typeof value === 'string' ? value : JSON.stringify(value);
