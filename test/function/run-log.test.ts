import { describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../lambda/contract/outcome';
import type { CoverageRow } from '../../lambda/contract/tables';
import { type Log, logEvent, logFailures } from '../../lambda/function/run-log';
import { at } from '../fakes/scheduled-time';

const RUN = at('2026-11-22T06:00:00Z');
const YESTERDAY = '2026-11-21T06:00:00Z';

const row = (account: number, region: string, outcome: Outcome, facts: Partial<CoverageRow> = {}): CoverageRow => ({
  run: RUN,
  account_id: String(210_000_000_000 + account),
  region,
  outcome,
  as_of: outcome === 'complete' ? RUN : YESTERDAY,
  rows: 1,
  rows_without_detail: 0,
  tags_from: 'list',
  error_code: null,
  error_message: null,
  list_calls: 0,
  get_calls: 0,
  reused_rows: 0,
  ...facts,
});

const logged = (write: (log: Log) => void) => {
  const lines: { readonly level: string; readonly message: string; readonly facts: object }[] = [];
  const at =
    (level: string) =>
    (message: string, facts: object): void =>
      void lines.push({ level, message, facts });
  const ignore = (): void => undefined;
  write({
    appendKeys: ignore,
    resetKeys: ignore,
    debug: at('DEBUG'),
    info: at('INFO'),
    warn: at('WARN'),
    error: at('ERROR'),
  });
  return lines;
};

describe('the log of a run over a thousand accounts', () => {
  it('has one warning for 300 accounts without a role: how many, the first of them, and what to do', () => {
    const coverage = Array.from({ length: 1000 }, (_, account) => account).flatMap((account) => {
      const message = `not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${210_000_000_000 + account}:role/x`;
      const refused = { error_code: 'AccessDenied', error_message: message };
      return account < 300
        ? [
            row(account, '*', 'denied', { ...refused, rows: 0, as_of: null }),
            row(account, 'eu-west-1', 'denied', { ...refused, rows: 2 }),
          ]
        : [row(account, 'eu-west-1', 'complete')];
    });
    expect(logged((log) => logFailures(log, coverage))).toEqual([
      {
        level: 'WARN',
        message: 'Target not read: its rows are those of an earlier run',
        facts: expect.objectContaining({
          targets: 300,
          account_id: '210000000000',
          region: '*',
          outcome: 'denied',
          as_of: YESTERDAY,
          rows: 2,
          error_code: 'AccessDenied',
          advice: expect.stringContaining('Either there is no such role in that account'),
        }),
      },
    ]);
  });

  it('names the ten worst reasons, and says how many more there are', () => {
    const coverage = Array.from({ length: 1000 }, (_, account) =>
      row(account, 'eu-west-1', 'unavailable', {
        error_code: `Code${account}`,
        as_of: account < 990 ? YESTERDAY : null,
      }),
    );
    const lines = logged((log) => logFailures(log, coverage));
    expect(lines).toHaveLength(11);
    const worst = lines.slice(0, 10).map(({ facts }) => facts);
    expect(worst).toEqual(Array(10).fill(expect.objectContaining({ targets: 1, as_of: null })));
    expect(lines.at(-1)).toEqual({
      level: 'WARN',
      message: 'Not read for more reasons: see the coverage',
      facts: { reasons: 990 },
    });
  });

  it('has a line for each target for those who debug alone', () => {
    const coverage = row(1, 'eu-west-1', 'denied');
    const lines = logged((log) => logEvent(log, { event: 'target', coverage, done: 1, targets: 17_000 }));
    expect(lines).toEqual([{ level: 'DEBUG', message: 'Target done', facts: expect.objectContaining({ coverage }) }]);
  });
});
