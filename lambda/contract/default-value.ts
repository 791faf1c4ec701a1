import { isJsonObject } from './json-object';

/**
 * The column `parameters` as it is spelled today: programs from before the first release wrote the member
 * `default_value` as `defaultValue`.
 *
 * @returns the very same text where it is spelled so, or is no list of objects
 */
export const respellDefaultValue = (parameters: string): string => {
  if (!parameters.includes('"defaultValue":')) return parameters;
  const list = parseList(parameters);
  return list === undefined ? parameters : JSON.stringify(list.map(respellMember));
};

const parseList = (text: string): readonly unknown[] | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const respellMember = (parameter: unknown): unknown =>
  isJsonObject(parameter)
    ? Object.fromEntries(Object.entries(parameter).map(([name, value]) => [respellName(name), value]))
    : parameter;

const respellName = (name: string): string => (name === 'defaultValue' ? 'default_value' : name);
