import { isJsonObject } from '../../contract/json-object';
import { ReadError } from '../image-builder';

/** The members of a structure in an answer, not yet looked at. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Far more than AWS allows in any member but the document. Ten such texts, escaped, still fit into a line that Athena
 * reads: so a row without its document always does.
 */
export const LONGEST_TEXT = 256 * 1024;

export const unusable = (problem: string): ReadError => new ReadError('invalid_response', 'UnusableAnswer', problem);

/** A member that may be absent, or null. */
export const optional = <T>(
  fields: Fields,
  member: string,
  parse: (value: unknown, member: string) => T,
): T | undefined => {
  const value = fields[member];
  return value === undefined || value === null ? undefined : parse(value, member);
};

/** The document, which may be longer than every other text. */
export const anyText = (value: unknown, member: string): string => {
  if (typeof value !== 'string') throw unusable(`${member} is not text`);
  return value;
};

export const text = (value: unknown, member: string): string => {
  const given = anyText(value, member);
  if (given.length > LONGEST_TEXT) throw unusable(`${member} is longer than ${LONGEST_TEXT} characters`);
  return given;
};

export const list = (value: unknown, member: string): readonly unknown[] => {
  if (!Array.isArray(value)) throw unusable(`${member} is not a list`);
  return value;
};

export const structure = (value: unknown, member: string): Fields => {
  if (!isJsonObject(value)) throw unusable(`${member} is not a structure`);
  return value;
};
