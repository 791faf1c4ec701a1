import type { RowOf, Table } from '../contract/column';
import { type stepTable, workflowTable } from '../contract/tables';
import { faultsOf, isRow, rowShape, upgradedRow } from '../contract/validation';

/** A row, or a line, that is not what its table promises. Never quotes a value: it may be document text. */
export class RowError extends Error {
  override readonly name = 'RowError';
  constructor(
    table: Table,
    readonly faults: readonly string[],
  ) {
    super(`not a row of ${table.name}: ${faults.join('; ')}`);
  }
}

/**
 * One line of NDJSON, without the newline at its end: columns in table order, nulls stated, strings in well-formed
 * Unicode; equal rows give equal bytes. A value that is no row throws a RowError, so that it never becomes a line.
 */
export const encodeRow = <T extends Table>(table: T, row: RowOf<T>): string => {
  if (!isRow(table, row)) throw new RowError(table, faultsOf(table, row));
  return JSON.stringify(rowShape(table).canonical(row));
};

const parse = (table: Table, line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    // The SyntaxError is not passed on as the cause: its message quotes the line.
    throw new RowError(table, [`a line of ${line.length} characters is not JSON`]);
  }
};

/**
 * The row in a line, as it is spelled today, and whether the line spells it otherwise; a RowError where there is none.
 *
 * @param version the schema version that the line was written with; without it, today's
 */
export const readLine = <T extends Table>(
  table: T,
  line: string,
  version?: number,
): { readonly row: RowOf<T>; readonly isRespelled: boolean } => {
  const value = parse(table, line);
  const row = upgradedRow(table, value, version);
  if (row === undefined) throw new RowError(table, faultsOf(table, value, version));
  return { row, isRespelled: row !== value };
};

/** The row in a line that this version wrote, or read and respelled; a RowError where there is none. */
export const decodeRow = <T extends Table>(table: T, line: string): RowOf<T> => readLine(table, line).row;

const KEY_START = Buffer.from('{"_key":"');
const QUOTE = 0x22;

/**
 * The `_key` of a line of a table that begins with one, from its first bytes. Undefined where they do not tell: they do
 * not begin with a key, end before it does, or it holds an escape.
 */
export const keyInStart = (start: Buffer): string | undefined => {
  const end = start.indexOf(QUOTE, KEY_START.length);
  if (end === -1 || !start.subarray(0, KEY_START.length).equals(KEY_START)) return undefined;
  const key = start.toString('utf8', KEY_START.length, end);
  return key.includes('\\') ? undefined : key;
};

type KeyedTable = typeof workflowTable | typeof stepTable;

/**
 * The `_key` of a line. The rest of the line is left unread: a merge asks for keys far more often than for rows. A
 * RowError where the line does not begin with one.
 */
export const keyOfLine = (line: Buffer, table: KeyedTable = workflowTable): string => {
  if (!line.subarray(0, KEY_START.length).equals(KEY_START)) throw new RowError(table, ['a line must begin with _key']);
  return keyInStart(line) ?? decodeRow(table, line.toString('utf8'))._key;
};

const DATA_START = '"data":"';
const DATA_END = '","date_created":';

/**
 * The row in a line of the workflow table, but with its document left out (data is null), which is most of the work of
 * reading a line. Inside a JSON string every quote is escaped, so that neither mark can stand in one.
 */
export const decodeWithoutData = (line: Buffer): RowOf<typeof workflowTable> => {
  const start = line.indexOf(DATA_START);
  const end = line.indexOf(DATA_END, start);
  if (start === -1 || end === -1) return decodeRow(workflowTable, line.toString('utf8'));
  const before = line.toString('utf8', 0, start);
  return decodeRow(workflowTable, `${before}"data":null${line.toString('utf8', end + 1)}`);
};
