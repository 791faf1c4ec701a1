/** What a document is read to: scalars, lists, and maps with text for keys. A value may stand in several places. */
export type YamlMap = ReadonlyMap<string, unknown>;

export const isMap = (value: unknown): value is YamlMap => value instanceof Map;

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
