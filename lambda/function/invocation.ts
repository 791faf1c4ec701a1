import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock';
import type { Lake } from '../lake/lake';
import { type RunRequest, run } from '../run';
import type { RunEvent } from '../run-event';
import type { RunResult } from '../run-result';
import type { CallEvent, CallReporter } from '../source/call-event';
import type { Source } from '../source/image-builder';
import type { Settings } from './environment';
import { parseEvent } from './event';
import { accountOfFunction } from './function-account';
import { toLogError, toThrownError } from './log-error';
import { countsOf, resultIn, type SendMetrics } from './metrics';
import { reserveOf } from './reserve';
import { type Log, logEvent, logFailures } from './run-log';
import { type Summary, summaryOf } from './summary';

/** What Lambda tells an invocation, as far as it is used. */
export interface InvocationContext {
  readonly awsRequestId: string;
  readonly invokedFunctionArn: string;
  getRemainingTimeInMillis(): number;
}

export interface HandlerPorts {
  /** @throws EnvironmentError */
  readonly settings: () => Settings;
  readonly openLake: (settings: Settings) => Lake;
  /** What a run reads, by its settings. Reports its requests. */
  readonly openSource: (request: RunRequest & Settings, reportCall: CallReporter) => Source;
  readonly clock: Clock;
  readonly log: Log;
  readonly sendMetrics: SendMetrics;
  /** A folder that nobody else uses: what a killed invocation left there is removed. */
  readonly scratchFolder: string;
}

type Handler = (event: unknown, context: InvocationContext) => Promise<Summary>;

/**
 * The Lambda function: one invocation is one run. Whatever fails is thrown, so that Lambda repeats the invocation and
 * reports it in the end; what was counted is sent all the same.
 */
export const makeHandler = (ports: HandlerPorts): Handler => {
  return async (event, context) => {
    ports.log.resetKeys();
    ports.log.appendKeys({ function_request_id: context.awsRequestId });
    return new Invocation(ports, context).handle(event);
  };
};

class Invocation {
  private readonly start: number;
  /** The same moment on the monotonic clock: the deadline and the duration follow from it. */
  private readonly started: number;
  private recordsLost = 0;
  private readonly calls: Record<CallEvent, number> = { sent: 0, throttled: 0 };

  constructor(
    private readonly ports: HandlerPorts,
    private readonly context: InvocationContext,
  ) {
    this.start = ports.clock.now();
    this.started = ports.clock.monotonic();
  }

  async handle(event: unknown): Promise<Summary> {
    try {
      const result = await this.run(this.requestOf(event));
      this.conclude(result);
      const summary = summaryOf(result);
      this.ports.log.info('Run ended', { ...summary });
      return summary;
    } catch (error) {
      const logError = toLogError(error);
      this.conclude(resultIn(error));
      this.ports.log.error('Run failed', { error: logError });
      throw toThrownError(logError);
    }
  }

  private requestOf(event: unknown): RunRequest & Settings {
    const { scheduledTime, dropScope } = parseEvent(event, this.start);
    this.ports.log.appendKeys({ run: scheduledTime });
    const left = this.context.getRemainingTimeInMillis();
    return {
      ...this.ports.settings(),
      scheduledTime,
      accountId: accountOfFunction(this.context.invokedFunctionArn),
      dropScope: dropScope ? 'many_accounts' : 'few_accounts',
      deadline: this.started + left - reserveOf(left),
    };
  }

  private run(request: RunRequest & Settings): Promise<RunResult> {
    const { clock, openLake, openSource } = this.ports;
    const scratchFolder = emptyFolder(this.ports.scratchFolder);
    const report = (event: RunEvent): void => this.report(event);
    const source = openSource(request, (event) => {
      this.calls[event]++;
    });
    return run(request, { lake: openLake(request), source, clock, scratchFolder, report });
  }

  private report(event: RunEvent): void {
    if (event.event === 'records_lost') this.recordsLost++;
    logEvent(this.ports.log, event);
  }

  /** Counts what came of the run, and says what could not be read. */
  private conclude(result: RunResult | undefined): void {
    const seconds = (this.ports.clock.monotonic() - this.started) / 1000;
    this.ports.sendMetrics({
      ...countsOf(result),
      RecordsLost: this.recordsLost,
      RunSeconds: seconds,
      CallsSent: this.calls.sent,
      CallsThrottled: this.calls.throttled,
    });
    logFailures(this.ports.log, result?.coverage ?? []);
  }
}

/**
 * Makes a folder of this invocation's own, in a parent that it empties: where a function ran out of time, its disk may
 * outlive its process. An execution environment serves one invocation at a time.
 */
const emptyFolder = (parent: string): string => {
  rmSync(parent, { recursive: true, force: true });
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, 'run-'));
};
