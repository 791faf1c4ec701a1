import { expect } from '@jest/globals';
import type { Manifest, PublishedObject } from '../../../lambda/contract/manifest';
import type { Row } from '../lake-bucket';
import type { DeployedCollector } from './collector';
import type { Invocation } from './function';

const HOUR = 3_600_000;
const MOST = 48;
const FIRST = Math.floor(Date.now() / HOUR) * HOUR - MOST * HOUR;

/** The scheduled time of the nth hourly run, of at most 48. */
export const time = (hour: number): string => new Date(FIRST + hour * HOUR).toISOString().replace('.000Z', 'Z');

/** The runs of a deployed collector, by the number of their hour, and what they left behind. */
export class ScheduledRuns {
  constructor(private readonly collector: Pick<DeployedCollector, 'deployedFunction' | 'lake'>) {}

  run(hour: number): Promise<Invocation> {
    return this.collector.deployedFunction.run(time(hour));
  }

  /** A run that must succeed. */
  async publish(hour: number): Promise<Manifest> {
    const { answer, failed } = await this.run(hour);
    expect({ failed, answer }).toMatchObject({ failed: false, answer: { status: 'published', run: time(hour) } });
    return this.manifest(hour);
  }

  async manifest(hour: number): Promise<Manifest> {
    const manifest = await this.findManifest(hour);
    if (manifest === undefined) throw new Error(`the run of ${time(hour)} is not published`);
    return manifest;
  }

  async findManifest(hour: number): Promise<Manifest | undefined> {
    return (await this.collector.lake.manifests()).find(({ run }) => run === time(hour));
  }

  /** The rows of the snapshot of a run, by the ARN of the build, in the order of the object. */
  snapshot({ objects }: Manifest): Promise<ReadonlyMap<unknown, Row>> {
    return this.rowsBy('arn', objects.snapshot);
  }

  coverage({ objects }: Manifest): Promise<ReadonlyMap<unknown, Row>> {
    return this.rowsBy('region', objects.coverage);
  }

  private async rowsBy(column: string, { key, version_id }: PublishedObject): Promise<ReadonlyMap<unknown, Row>> {
    const rows = await this.collector.lake.rows(key, version_id ?? undefined);
    return new Map(rows.map((row) => [row[column], row]));
  }
}
