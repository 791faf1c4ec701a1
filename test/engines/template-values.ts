import { isRecord } from '../../lambda/answer-value';

/** What the names in a template stand for: logical IDs, and `AWS::…`. */
export type References = Readonly<Record<string, string>>;

/** A value of a template as CloudFormation would work it out, of the functions that the stack's tables and views use. */
export const resolved = (value: unknown, references: References): unknown => {
  if (Array.isArray(value)) return value.map((each) => resolved(each, references));
  if (!isRecord(value)) return value;
  const [name, argument] = Object.entries(value)[0] ?? [];
  if (name === 'Ref') return referred(String(argument), references);
  if (name === 'Fn::Join' && Array.isArray(argument)) return joined(argument, references);
  if (name?.startsWith('Fn::')) throw new Error(`${name} in a definition: say here what it means`);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, references)]));
};

const joined = ([separator, parts]: readonly unknown[], references: References): string => {
  if (!Array.isArray(parts)) throw new Error('Fn::Join without a list');
  return parts.map((part) => String(resolved(part, references))).join(String(separator));
};

const referred = (name: string, references: References): string => {
  const value = references[name];
  if (value === undefined) throw new Error(`${name} is not known; known are ${Object.keys(references).join(', ')}`);
  return value;
};
