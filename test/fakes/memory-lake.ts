import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  type Body,
  type Condition,
  type Lake,
  PEEK_BYTES,
  type PeekAnswer,
  type PutAnswer,
  type ReadAnswer,
} from '../../lambda/lake/lake';

/** A lake in memory, with the semantics of the port and a record of what was put. */
export class MemoryLake implements Lake {
  readonly location = 'memory';
  readonly objects = new Map<string, Buffer>();
  readonly puts: string[] = [];

  async peek(key: string): Promise<PeekAnswer> {
    const bytes = this.objects.get(key);
    if (bytes === undefined) return { answer: 'missing', deleted: false };
    return { answer: 'object', ...identity(bytes), start: bytes.subarray(0, PEEK_BYTES) };
  }

  async isEmpty(prefix: string): Promise<boolean> {
    return ![...this.objects.keys()].some((key) => key.startsWith(prefix));
  }

  async read(key: string, options: { readonly ifMatch?: string } = {}): Promise<ReadAnswer> {
    const bytes = this.objects.get(key);
    if (bytes === undefined) return { answer: 'missing', deleted: false };
    if (options.ifMatch !== undefined && options.ifMatch !== identity(bytes).etag)
      return { answer: 'precondition_failed' };
    return { answer: 'object', ...identity(bytes), body: chunks(bytes) };
  }

  async put(key: string, body: Body, condition: Condition): Promise<PutAnswer> {
    const there = this.objects.get(key);
    const holds =
      condition === 'if_none_match'
        ? there === undefined
        : there !== undefined && identity(there).etag === condition.ifMatch;
    if (!holds) return { answer: 'precondition_failed' };
    const bytes = body instanceof Uint8Array ? Buffer.from(body) : readFileSync(body.path);
    this.objects.set(key, bytes);
    this.puts.push(key);
    return { answer: 'stored', ...identity(bytes) };
  }
}

const identity = (bytes: Buffer) => ({
  etag: createHash('md5').update(bytes).digest('hex'),
  versionId: null,
  bytes: bytes.length,
});

async function* chunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 1000) yield bytes.subarray(start, start + 1000);
}
