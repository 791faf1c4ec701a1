import type { Manifest } from '../contract/manifest';
import type { RunPorts } from '../run-ports';
import { apply } from './apply';
import { type Current, readCurrent } from './current';
import { readManifest } from './records';

/** What the lake holds: no run yet, or the newest one, which is published by now. */
export type Newest =
  | { readonly answer: 'none' }
  | {
      readonly answer: 'run';
      readonly current: Current;
      /** Undefined where it is lost: the run was never announced, and its staged records have expired. */
      readonly manifest: Manifest | undefined;
    };

/** The newest run. Finishes its publication, where whoever committed it did not. */
export const readNewest = async (ports: Omit<RunPorts, 'source'>): Promise<Newest> => {
  const current = await readCurrent(ports.lake, ports.clock);
  if (current === undefined) return { answer: 'none' };
  const manifest = (await readManifest(ports.lake, current.run)) ?? (await recover(ports, current));
  return { answer: 'run', current, manifest };
};

const recover = async (ports: Omit<RunPorts, 'source'>, current: Current): Promise<Manifest | undefined> => {
  const { run } = current;
  ports.report({ event: 'recovering', run });
  const recovered = await apply(ports, current);
  if (recovered === undefined) ports.report({ event: 'records_lost', run });
  return recovered;
};
