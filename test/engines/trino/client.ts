import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

/** A value as Trino's JSON has it. */
export type TrinoValue = z.infer<typeof value>;

export interface TrinoAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly TrinoValue[])[];
}

/** A query that Trino refused, or gave up. */
class TrinoError extends Error {
  override readonly name = 'TrinoError';

  /** @param code Trino's name of the error, such as SYNTAX_ERROR */
  constructor(
    readonly code: string,
    message: string,
    sql: string,
  ) {
    super(`Trino: ${code}: ${message}, for:\n${sql}`);
  }
}

const value = z.json();
const page = z.object({
  nextUri: z.url().optional(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })).optional(),
  data: z.array(z.array(value)).optional(),
  error: z.object({ errorName: z.string(), message: z.string() }).optional(),
});

/**
 * Asks, and reads the answer to its end. Tables without a schema are looked for in the one that is given.
 *
 * @see https://trino.io/docs/476/develop/client-protocol.html
 */
const askTrino = async (url: string, schema: string, sql: string): Promise<TrinoAnswer> => {
  const headers = {
    'X-Trino-User': 'test',
    'X-Trino-Catalog': 'awsdatacatalog',
    'X-Trino-Schema': schema,
    'X-Trino-Time-Zone': 'UTC',
  };
  const rows: (readonly TrinoValue[])[] = [];
  let columns: TrinoAnswer['columns'] = [];
  let next: string | undefined;
  let answer = await pageOf(fetch(`${url}/v1/statement`, { method: 'POST', headers, body: sql }));
  for (;;) {
    if (answer.error !== undefined) throw new TrinoError(answer.error.errorName, answer.error.message, sql);
    columns = answer.columns ?? columns;
    rows.push(...(answer.data ?? []));
    next = answer.nextUri;
    if (next === undefined) return { columns, rows };
    answer = await pageOf(fetch(next, { headers }));
  }
};

const pageOf = async (asked: Promise<Response>): Promise<z.infer<typeof page>> => {
  const response = await asked;
  if (!response.ok) throw new Error(`Trino answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
  return page.parse(await response.json());
};

/** Asks again while nothing can be scheduled yet, which is so for some seconds after Trino says that it has started. */
export const askTrinoPatiently = async (...asked: Parameters<typeof askTrino>): Promise<TrinoAnswer> => {
  for (let tries = 1; ; tries++) {
    try {
      return await askTrino(...asked);
    } catch (error) {
      if (tries === 50 || !(error instanceof TrinoError && error.code === 'NO_NODES_AVAILABLE')) throw error;
      await pause(200);
    }
  }
};

/** Waits until Trino answers at all. */
export const untilTrinoAnswers = async (url: string, patienceSeconds: number): Promise<void> => {
  const last = performance.now() + patienceSeconds * 1000;
  for (;;) {
    try {
      await askTrino(url, 'runtime', 'SELECT count(*) FROM system.runtime.nodes');
      return;
    } catch (error) {
      if (performance.now() > last) throw error;
      await pause(200);
    }
  }
};

/** Rows in an order that does not depend on who answers. */
export const sorted = (rows: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] =>
  rows.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
