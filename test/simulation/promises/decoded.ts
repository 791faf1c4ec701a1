import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Column } from '../../../lambda/contract/column';
import { parseCompact, type ScheduledTime } from '../../../lambda/contract/scheduled-time';
import { promise } from '../violation';

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** An object of a table, taken apart by other means than the collector's own. */
export interface Decoded {
  readonly text: string;
  readonly rows: readonly Row[];
  readonly sha256: string;
}

const whole = promise('a table object is whole and of its schema');

export const decodeTable = (content: Buffer, columns: readonly Column[]): Decoded => {
  const text = gunzipSync(content).toString('utf8');
  whole(text === '' || text.endsWith('\n'), () => 'its last line is cut off');
  const rows = text
    .split('\n')
    .slice(0, -1)
    .map((line) => decodeLine(line, columns));
  return { text, rows, sha256: sha256(text) };
};

const decodeLine = (line: string, columns: readonly Column[]): Row => {
  const parsed: unknown = JSON.parse(line);
  whole(typeof parsed === 'object' && parsed !== null, () => 'a line is no object');
  const members = Object.entries(parsed ?? {});
  const names = members.map(([name]) => name).join();
  whole(names === columns.map(({ name }) => name).join(), () => `a line has the columns ${names}`);
  const values = members.map(([name, value], index): [string, Value] => {
    const column = columns[index];
    const isRight =
      value === null ? column?.nullable === true : typeof value === (column?.type === 'integer' ? 'number' : 'string');
    whole(isRight, () => `${name} is ${value === null ? 'null' : typeof value}`);
    return [name, value];
  });
  return Object.fromEntries(values);
};

/** The name in a gzip header, which says whose snapshot it is: `<run>.<id>`. */
export const stampOf = (content: Buffer): { readonly run: ScheduledTime; readonly id: string } => {
  const [time = '', id = ''] = content.toString('latin1', 10, content.indexOf(0, 10)).split('.');
  const run = parseCompact(time);
  whole(content[3] === 8 && run !== undefined && id !== '', () => 'its gzip header does not say whose it is');
  return { run: run ?? fail(), id };
};

const fail = (): never => {
  throw new Error('unreachable');
};

export const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

export const utf8Order = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

export const isSorted = (keys: readonly string[]): boolean =>
  keys.every((key, index) => index === 0 || utf8Order(keys[index - 1] ?? '', key) < 0);

export const text = (row: Row, column: string): string => String(row[column]);

/** The name of the target that a row of coverage is about. */
export const coveredTarget = (row: Row): string => `${text(row, 'account_id')} ${text(row, 'region')}`;

/** The name of the target that holds a workflow: its account and Region. */
export const targetOf = (arn: string): string => {
  const [, , , region, accountId] = arn.split(':');
  return `${accountId} ${region}`;
};
