import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Drama } from './drama';
import { Violation } from './promises/violation';
import { Tally } from './tally';

/** What became of one seed. */
interface Played {
  readonly seed: number;
  /** Equal for two plays in which the same things happened. */
  readonly digest: string;
  readonly tally: Tally;
  readonly lines: readonly string[];
  /** Undefined where every promise was kept. */
  readonly broken: { readonly promise: string; readonly problem: string } | undefined;
}

/** Plays the world of one seed to its end. */
export const play = async (seed: number, options: { readonly keepLines?: boolean } = {}): Promise<Played> => {
  const scratchFolder = mkdtempSync(join(tmpdir(), 'simulation-'));
  const drama = new Drama(seed, scratchFolder, options.keepLines === true);
  let broken: Played['broken'];
  try {
    await drama.play();
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
  const { tally, trace } = drama;
  return { seed, digest: trace.digest(), tally, lines: trace.lines, broken };
};

/** Plays many seeds, one after the other, until one breaks a promise. */
export const playAll = async (
  seeds: Iterable<number>,
): Promise<{ readonly tally: Tally; readonly broken: Played | undefined }> => {
  const tally = new Tally();
  for (const seed of seeds) {
    const played = await play(seed);
    tally.add(played.tally);
    if (played.broken !== undefined) return { tally, broken: played };
  }
  return { tally, broken: undefined };
};
