import { CollectorError } from '../../lambda/errors';
import { messageOf } from '../../lambda/system-error';

/** Why a query has no answer. What DuckDB quotes of the lake is cut short: it may be a document. */
export class QueryError extends CollectorError {
  override readonly name = 'QueryError';
  /** Two lines that show where in the query, where DuckDB says it: the line, and a mark below. */
  readonly place: readonly string[];
  constructor(message: string, options?: ErrorOptions & { readonly place?: readonly string[] }) {
    super(message, options);
    this.place = options?.place ?? [];
  }
}

/** What DuckDB says of a query. */
export const toQueryError = (cause: unknown, sql: string): QueryError => {
  const text = messageOf(cause).replace('Failed to extract statements: ', '');
  const [found = '', line = '', mark = ''] = /\n\n(LINE \d+: .*)\n( *\^)$/.exec(text) ?? [];
  if (!isLineOf(sql, line)) return new QueryError(shortened(text), { cause });
  return new QueryError(shortened(text.slice(0, -found.length)), { cause, place: [line, mark] });
};

/** A value of the lake may read as if it were such a line. */
const isLineOf = (sql: string, line: string): boolean =>
  line !== '' && sql.includes(line.replace(/^LINE \d+: (?:\.{3})?/, '').replace(/\.{3}$/, ''));

const LONGEST_QUOTE = 60;
const LONGEST_MESSAGE = 300;

/** These speak of the query and its names; the others may quote a value. */
const OF_THE_QUERY = /^(?:Binder|Catalog|Parser|Permission|Syntax) Error/;

/** Up to the last mark of its kind: a document may hold such marks itself. */
const QUOTE = new RegExp(`(["'])([^]{${LONGEST_QUOTE}})[^]+\\1`);

const shortened = (text: string): string => {
  const message = OF_THE_QUERY.test(text) ? text : text.replace(QUOTE, '$1$2…$1');
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
};
