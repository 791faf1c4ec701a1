import { statSync } from 'node:fs';

/** Which version of an object it is. */
export interface ObjectIdentity {
  readonly etag: string;
  /** Null where the lake keeps no versions. */
  readonly versionId: string | null;
  readonly bytes: number;
}

/** The first KiB of an object: enough for a gzip header. */
export const PEEK_BYTES = 1024;

export interface Missing {
  readonly answer: 'missing';
  /** Whether the key held an object that somebody deleted (S3: the newest version is a delete marker). */
  readonly deleted: boolean;
}

export type PeekAnswer = Missing | ({ readonly answer: 'object'; readonly start: Uint8Array } & ObjectIdentity);

export type ReadAnswer =
  | Missing
  | { readonly answer: 'precondition_failed' }
  | ({ readonly answer: 'object'; readonly body: AsyncIterable<Uint8Array> } & ObjectIdentity);

export type PutAnswer =
  | { readonly answer: 'stored'; readonly etag: string; readonly versionId: string | null }
  /** 412: nothing was written. */
  | { readonly answer: 'precondition_failed' }
  /** 409: another write was under way; send it again. */
  | { readonly answer: 'conflict' };

/** Only if the key is free, or only if it still holds the version with that ETag. No write goes without a condition. */
export type Condition = 'if_none_match' | { readonly ifMatch: string };

/** A file as the body of a put. */
export interface FileBody {
  readonly path: string;
  readonly bytes: number;
}

export const fileBody = (path: string): FileBody => ({ path, bytes: statSync(path).size });

/** What is put: bytes in hand, or a file that a lake may open again to repeat its upload. */
export type Body = Uint8Array | FileBody;

/**
 * The object store that holds a lake: S3, or a directory. An object is replaced whole or not at all. A method that
 * throws says nothing about whether a put took place.
 */
export interface Lake {
  /** Where it is, for people: `s3://bucket` or a directory. */
  readonly location: string;
  peek(key: string): Promise<PeekAnswer>;
  /** A read whose body ends early throws while the body is consumed. */
  read(key: string, options?: { readonly ifMatch?: string }): Promise<ReadAnswer>;
  put(key: string, body: Body, condition: Condition): Promise<PutAnswer>;
  /** Whether no key begins with the prefix, a folder such as `manifest/`. */
  isEmpty(prefix: string): Promise<boolean>;
  /**
   * By how many milliseconds the clock of the lake's server is ahead of this machine's, as its last answer had it. A lake
   * without a server has no other clock.
   */
  clockDifference?(): number;
}

/** A lake that is only read. */
export type LakeReader = Omit<Lake, 'put'>;
