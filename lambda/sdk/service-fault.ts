import { isJsonObject } from '../contract/json-object';
import { oneLine } from '../one-line';

/** What an error of the AWS SDK says. */
export interface ServiceFault {
  /** The HTTP status, if there was an answer. */
  readonly status: number | undefined;
  /** As AWS spells it, such as AccessDeniedException; the SDK's own name where there is none. */
  readonly name: string;
  /** The code of a failed system call, such as ECONNRESET. */
  readonly systemCode: string | undefined;
  /** The best of them, for people. */
  readonly code: string;
  /** One line, never a piece of an answer's body. */
  readonly message: string;
}

/** Names that the SDK makes up, which say nothing about what AWS answered. */
const MADE_UP = new Set([
  'Unknown',
  'UnknownError',
  'Error',
  'SyntaxError',
  'TypeError',
  'RangeError',
  'AggregateError',
]);

export const faultOf = (error: unknown): ServiceFault => {
  const fields = isJsonObject(error) ? error : {};
  const status = statusOf(fields);
  const name = textOf(fields['name']) ?? 'Error';
  const systemCode = textOf(fields['code']);
  const isNamed = !MADE_UP.has(name) && /^[A-Za-z][\w.-]{0,99}$/.test(name);
  const code = codeOf(status, isNamed ? name : undefined, systemCode);
  const message = messageOf(fields, { name, status, code });
  // The errors of the SDK hold the answer and its body: none of that goes further.
  return { status, name, systemCode, code, message };
};

const statusOf = (fields: Readonly<Record<string, unknown>>): number | undefined => {
  const metadata = fields['$metadata'];
  const status = isJsonObject(metadata) ? metadata['httpStatusCode'] : undefined;
  return typeof status === 'number' ? status : undefined;
};

const codeOf = (status: number | undefined, name: string | undefined, systemCode: string | undefined): string => {
  if (status !== undefined && status < 300) return 'UnusableAnswer';
  if (status !== undefined) return name ?? `HTTP ${status}`;
  return systemCode ?? name ?? 'UnknownError';
};

const messageOf = (
  fields: Readonly<Record<string, unknown>>,
  { name, status, code }: Pick<ServiceFault, 'name' | 'status' | 'code'>,
): string => {
  if (code === 'UnusableAnswer') return 'the answer is not the JSON object that it should be';
  // The message of a SyntaxError quotes the text that could not be parsed.
  const isSafe = status === undefined ? name !== 'SyntaxError' : !MADE_UP.has(name);
  const said = isSafe ? textOf(fields['message']) : undefined;
  const line = oneLine(said ?? '');
  if (line !== '' && line !== 'UnknownError') return line;
  return status === undefined ? `no answer came (${code})` : `the service answered HTTP ${status} without saying why`;
};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
