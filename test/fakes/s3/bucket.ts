import { createHash } from 'node:crypto';

export interface StoredVersion {
  readonly versionId: string;
  readonly etag: string;
  /** Undefined: a delete marker. */
  readonly content: Buffer | undefined;
  /** CRC32 as S3 spells it, if the put told one. */
  readonly crc32: string | undefined;
}

type BucketAnswer =
  | { readonly code: 'stored'; readonly version: StoredVersion }
  | { readonly code: 'PreconditionFailed' | 'NoSuchKey' };

/** A versioned bucket in memory, with S3's conditional writes: nothing comes between a condition and its put. */
export class S3Bucket {
  private readonly objects = new Map<string, StoredVersion[]>();
  private lastVersion = 0;

  newest(key: string): StoredVersion | undefined {
    return this.objects.get(key)?.at(-1);
  }

  version(key: string, versionId: string): StoredVersion | undefined {
    return this.objects.get(key)?.find((version) => version.versionId === versionId);
  }

  content(key: string): Buffer | undefined {
    return this.newest(key)?.content;
  }

  keys(prefix = ''): readonly string[] {
    const found = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && this.content(key) !== undefined);
    return found.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  put(
    key: string,
    content: Buffer,
    condition: { readonly ifMatch?: string | undefined; readonly ifNoneMatch?: string | undefined } = {},
    crc32?: string,
  ): BucketAnswer {
    const there = this.newest(key);
    if (condition.ifNoneMatch !== undefined && there?.content !== undefined) return { code: 'PreconditionFailed' };
    if (condition.ifMatch !== undefined && there?.content === undefined) return { code: 'NoSuchKey' };
    if (condition.ifMatch !== undefined && condition.ifMatch !== there?.etag) return { code: 'PreconditionFailed' };
    return { code: 'stored', version: this.add(key, content, crc32) };
  }

  /** Leaves a delete marker. */
  delete(key: string): void {
    this.add(key, undefined, undefined);
  }

  private add(key: string, content: Buffer | undefined, crc32: string | undefined): StoredVersion {
    const etag = `"${createHash('md5')
      .update(content ?? '')
      .digest('hex')}"`;
    const version = { versionId: `version-${++this.lastVersion}`, etag, content, crc32 };
    this.objects.set(key, [...(this.objects.get(key) ?? []), version]);
    return version;
  }
}
