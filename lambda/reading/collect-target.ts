import { ReadError } from '../source/image-builder';
import { listBuilds } from './listing';
import { TargetReads } from './target-reads';
import { type CollectTargetOptions, type TargetResult, unread } from './target-result';
import { TargetRows } from './target-rows';

/** Reads one target. Whatever the service does, the result is an outcome; only a local fault (a full disk) throws. */
export const collectTarget = async (options: CollectTargetOptions): Promise<TargetResult> => {
  const reads = new TargetReads(options.api, options.signal);
  try {
    const summaries = await listBuilds(options.target, reads, options.callsAtOnce);
    return await new TargetRows(options, reads, summaries).collect();
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return unread(options.target, reads, error);
  }
};
