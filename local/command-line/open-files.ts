import { readFileSync } from 'node:fs';
import type { ImageBuilder, Source } from '../../lambda/source/image-builder';

/** What a run has open beside its calls to Image Builder: its own files, those of Node, and connections to a bucket. */
const OTHER_FILES = 100;
/** An account has fewer Regions. */
const REGIONS = 40;

/** What is open at once where every Region is called, and none twice. */
const FEWEST_FILES = OTHER_FILES + REGIONS;

/** Why a run cannot be made with so few open files; undefined where it can. */
export const openFilesFault = (limit: number | undefined): string | undefined =>
  limit === undefined || limit >= FEWEST_FILES
    ? undefined
    : `This shell lets a process open ${limit} files, and a run needs ${FEWEST_FILES}. Raise the limit: ulimit -n 1024.`;

/** How many files and connections this process may have open; undefined where the system does not say. */
export const openFilesLimit = (): number | undefined => {
  try {
    // Node has raised the soft limit, which comes first, to the hard one.
    const [, limit] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return limit === undefined ? undefined : Number(limit);
  } catch {
    return undefined;
  }
};

/** The same source, with so few calls to a Region at once, of all accounts, that their connections stay below the limit. */
export const fitToOpenFiles = (source: Source, limit: number | undefined): Source => {
  if (limit === undefined) return source;
  const calls = Math.max(1, Math.floor((limit - OTHER_FILES) / REGIONS));
  const turnsIn = new Map<string, Turns>();
  return {
    organization: source.organization,
    openAccount: (accountId, signal) => source.openAccount(accountId, signal),
    enabledRegions: (accountId, signal) => source.enabledRegions(accountId, signal),
    imageBuilder: (target, signal) => {
      const inTurn = turnsIn.get(target.region) ?? turns(calls);
      turnsIn.set(target.region, inTurn);
      return withFewCalls(source.imageBuilder(target, signal), inTurn);
    },
  };
};

type Turns = <T>(work: () => Promise<T>) => Promise<T>;

const withFewCalls = (api: ImageBuilder, inTurn: Turns): ImageBuilder => ({
  listWorkflowBuildVersions: (request) => inTurn(() => api.listWorkflowBuildVersions(request)),
  listWorkflows: (request) => inTurn(() => api.listWorkflows(request)),
  getWorkflow: (arn) => inTurn(() => api.getWorkflow(arn)),
});

/** At most so many at once, in the order in which they come. */
const turns = (places: number): Turns => {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
};
