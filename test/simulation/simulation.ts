import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Occurrences } from './occurrences';
import { Scenario } from './scenario';
import { Violation } from './violation';

/** What became of the scenario of one seed. */
export interface ScenarioResult {
  readonly seed: number;
  /** Equal for two simulations in which the same things happened. */
  readonly digest: string;
  readonly occurrences: Occurrences;
  readonly lines: readonly string[];
  /** Undefined where every promise was kept. */
  readonly broken: { readonly promise: string; readonly problem: string } | undefined;
}

/** Simulates the scenario of one seed to its end. */
export const simulate = async (
  seed: number,
  options: { readonly keepLines?: boolean } = {},
): Promise<ScenarioResult> => {
  const scratchFolder = mkdtempSync(join(tmpdir(), 'simulation-'));
  const scenario = new Scenario(seed, scratchFolder, options.keepLines === true);
  let broken: ScenarioResult['broken'];
  try {
    await scenario.run();
  } catch (error) {
    if (error instanceof Violation) broken = { promise: error.promise, problem: error.problem };
    else
      broken = {
        promise: 'nothing unforeseen happens',
        problem: error instanceof Error ? `${error.stack}` : String(error),
      };
  } finally {
    rmSync(scratchFolder, { recursive: true, force: true });
  }
  const { occurrences, trace } = scenario;
  return { seed, digest: trace.digest(), occurrences, lines: trace.lines, broken };
};

/** Simulates many seeds, one after the other, until one breaks a promise. */
export const simulateAll = async (
  seeds: Iterable<number>,
): Promise<{ readonly occurrences: Occurrences; readonly broken: ScenarioResult | undefined }> => {
  const occurrences = new Occurrences();
  for (const seed of seeds) {
    const result = await simulate(seed);
    occurrences.add(result.occurrences);
    if (result.broken !== undefined) return { occurrences, broken: result };
  }
  return { occurrences, broken: undefined };
};
