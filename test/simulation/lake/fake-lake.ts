import { createHash } from 'node:crypto';
import type { Condition, ObjectIdentity } from '../../../lambda/lake/lake';

/** One version of an object, and when it was written by whom. */
export interface Version extends ObjectIdentity {
  readonly versionId: string;
  readonly content: Buffer;
  readonly at: number;
  readonly attempt: number;
}

interface StoredObject {
  readonly versions: Version[];
  /** The newest version is a delete marker. */
  deleted: boolean;
}

type StoreAnswer =
  | { readonly answer: 'stored'; readonly version: Version }
  | { readonly answer: 'precondition_failed' };

/** A versioned bucket in memory, with the conditional writes of S3. Like S3's, an ETag is the hash of the content. */
export class FakeLake {
  private readonly objects = new Map<string, StoredObject>();
  private lastVersion = 0;

  current(key: string): Version | undefined {
    const object = this.objects.get(key);
    return object === undefined || object.deleted ? undefined : object.versions.at(-1);
  }

  /** Whether the newest version of the key is a delete marker. */
  isDeleted(key: string): boolean {
    return this.objects.get(key)?.deleted === true;
  }

  versions(key: string): readonly Version[] {
    return this.objects.get(key)?.versions ?? [];
  }

  keys(): readonly string[] {
    return [...this.objects.keys()].filter((key) => this.current(key) !== undefined);
  }

  put(
    key: string,
    content: Buffer,
    condition: Condition,
    by: { readonly at: number; readonly attempt: number },
  ): StoreAnswer {
    const found = this.current(key)?.etag;
    const holds = condition === 'if_none_match' ? found === undefined : found === condition.ifMatch;
    if (!holds) return { answer: 'precondition_failed' };
    const etag = `"${createHash('md5').update(content).digest('hex')}"`;
    const version = { etag, versionId: `v${++this.lastVersion}`, bytes: content.length, content, ...by };
    const object = this.objects.get(key) ?? { versions: [], deleted: false };
    object.versions.push(version);
    object.deleted = false;
    this.objects.set(key, object);
    return { answer: 'stored', version };
  }

  /** What a lifecycle rule does to an object of a versioned bucket. */
  expire(key: string): void {
    const object = this.objects.get(key);
    if (object !== undefined) object.deleted = true;
  }

  copy(): FakeLake {
    const copy = new FakeLake();
    copy.lastVersion = this.lastVersion;
    for (const [key, { versions, deleted }] of this.objects)
      copy.objects.set(key, { versions: [...versions], deleted });
    return copy;
  }
}
