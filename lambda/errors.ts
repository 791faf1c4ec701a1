/**
 * The errors that a person is meant to read: what is wrong, what was found, what to do. Everything else that is thrown
 * is a fault of this program.
 */
export abstract class CollectorError extends Error {}

/** Something in the lake is not what this program wrote, or cannot be read back. It is never taken for empty. */
export class UnreadableLakeError extends CollectorError {
  override readonly name = 'UnreadableLakeError';
  constructor(location: string, key: string, problem: string, advice: string, options?: ErrorOptions) {
    super(`${location}/${key}: ${problem}. ${advice}`, options);
  }
}

/** The scheduled time lies ahead of the clock, or the lake holds a run from the future. */
export class FutureRunError extends CollectorError {
  override readonly name = 'FutureRunError';
}

/** The clock of this machine is not that of the lake's server. */
export class ClockError extends CollectorError {
  override readonly name = 'ClockError';
}

/** The plan lacks targets that the lake holds. */
export class ScopeLossError extends CollectorError {
  override readonly name = 'ScopeLossError';
}

/** What the environment or a profile says about AWS cannot be used. */
export class SettingsError extends CollectorError {
  override readonly name = 'SettingsError';
}

/** What shall be collected cannot be planned without losing targets silently. */
export class PlanError extends CollectorError {
  override readonly name = 'PlanError';
}

/** Another run was committed while this one was at work. */
export class OvertakenError extends CollectorError {
  override readonly name = 'OvertakenError';
}

/** The lake did not answer, or refused. */
export class LakeError extends CollectorError {
  override readonly name = 'LakeError';
}

/** The run was asked to stop before its commit; the lake holds what it held. */
export class StoppedError extends CollectorError {
  override readonly name = 'StoppedError';
}
