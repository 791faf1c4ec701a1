/**
 * The header of a gzip file, whose *name* field says which run a snapshot is.
 * https://www.rfc-editor.org/rfc/rfc1952#section-2.3
 */
const MAGIC_AND_DEFLATE = [0x1f, 0x8b, 8] as const;
const FEXTRA = 0b0000_0100;
const FNAME = 0b0000_1000;
const RESERVED = 0b1110_0000;
const UNKNOWN_OS = 255;
const FIXED_BYTES = 10;

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL ends the name, so that it cannot be in it
const NAME = /^[\u0001-\u00ff]*$/;

/**
 * A header with nothing in it but the name: no time, no operating system, so that equal content gives equal bytes.
 *
 * @param name in Latin-1, without NUL
 */
export const gzipHeader = (name: string): Buffer => {
  if (!NAME.test(name)) throw new RangeError('the name in a gzip header must be Latin-1 text without NUL');
  const modifiedAt = [0, 0, 0, 0];
  const fixed = [...MAGIC_AND_DEFLATE, FNAME, ...modifiedAt, 0, UNKNOWN_OS];
  return Buffer.concat([Buffer.from(fixed), Buffer.from(name, 'latin1'), Buffer.of(0)]);
};

const flagsOf = (start: Uint8Array): number | undefined => {
  const flags = start[3];
  const isGzip = MAGIC_AND_DEFLATE.every((byte, i) => start[i] === byte);
  return !isGzip || flags === undefined || (flags & RESERVED) !== 0 ? undefined : flags;
};

const endOfExtra = (start: Uint8Array): number => {
  const [low = 0, high = 0] = start.subarray(FIXED_BYTES, FIXED_BYTES + 2);
  return FIXED_BYTES + 2 + low + 256 * high;
};

/**
 * The name in a gzip header; the empty text where it has none.
 *
 * @param start the first bytes of a file
 * @returns undefined where the bytes are not gzip, or end before the name does
 */
export const nameInGzipHeader = (start: Uint8Array): string | undefined => {
  const flags = flagsOf(start);
  if (flags === undefined) return undefined;
  const from = (flags & FEXTRA) === 0 ? FIXED_BYTES : endOfExtra(start);
  if ((flags & FNAME) === 0) return from > start.length ? undefined : '';
  const to = start.indexOf(0, from);
  return to === -1 ? undefined : Buffer.from(start.subarray(from, to)).toString('latin1');
};

/**
 * Whether a file begins with a header of `gzipHeader`, whose name has that many characters: the content stands right
 * behind it, and another name of that length takes its place.
 *
 * @param start the first bytes of the file
 */
export const beginsWithOwnHeader = (start: Uint8Array, nameLength: number): boolean => {
  const name = nameInGzipHeader(start);
  return name?.length === nameLength && gzipHeader(name).equals(start.subarray(0, FIXED_BYTES + nameLength + 1));
};
