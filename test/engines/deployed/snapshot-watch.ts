import { SNAPSHOT_KEY } from '../../../lambda/contract/layout';
import type { LakeBucket } from '../lake-bucket';

/** A reader that does nothing but read the newest snapshot, over and over, while others are at work. */
export class SnapshotWatch {
  private readonly seen = new Set<string>();
  private isOver = false;
  private readonly reading: Promise<void>;

  constructor(lake: LakeBucket) {
    this.reading = this.read(lake);
  }

  /** The SHA-256 of each content that it has read; throws where one was not whole. */
  async stop(): Promise<readonly string[]> {
    this.isOver = true;
    await this.reading;
    return [...this.seen];
  }

  private async read(lake: LakeBucket): Promise<void> {
    while (!this.isOver) {
      const { sha256 } = await lake.found({ key: SNAPSHOT_KEY, version_id: null });
      this.seen.add(sha256);
    }
  }
}
