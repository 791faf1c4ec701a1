import { readFileSync } from 'node:fs';
import { LakeError } from '../../../lambda/errors';
import {
  type Body,
  type Condition,
  type Lake,
  type Missing,
  PEEK_BYTES,
  type PeekAnswer,
  type PutAnswer,
  type ReadAnswer,
} from '../../../lambda/lake/lake';
import type { FaultKind } from '../faults/fault';
import type { FakeLake, Version } from '../lake/fake-lake';
import { objectKindOf } from '../lake/object-kind';
import type { Testbed } from '../testbed';
import type { Attempt } from './attempt';

const unanswered = (): Error => new LakeError('the lake did not answer');

/** The lake as one attempt sees it. */
export class LakePort implements Lake {
  readonly location = 'sim://lake';
  private readonly store: FakeLake;

  constructor(
    private readonly testbed: Testbed,
    private readonly attempt: Attempt,
    private readonly onWrite: (key: string, version: Version) => void,
  ) {
    this.store = testbed.lake;
  }

  peek(key: string): Promise<PeekAnswer> {
    return this.attempt.call({
      name: `peek ${objectKindOf(key)}`,
      about: key,
      effect: () => {
        const found = this.store.current(key);
        return found === undefined
          ? this.missing(key)
          : { answer: 'object', start: found.content.subarray(0, PEEK_BYTES), ...identityOf(found) };
      },
      describe: describeRead,
      unanswered,
    });
  }

  read(key: string, options: { readonly ifMatch?: string } = {}): Promise<ReadAnswer> {
    return this.attempt.call<ReadAnswer>({
      name: `read ${objectKindOf(key)}`,
      about: key,
      effect: (fault) => {
        const found = this.store.current(key);
        if (found === undefined) return this.missing(key);
        if (options.ifMatch !== undefined && options.ifMatch !== found.etag) return { answer: 'precondition_failed' };
        return { answer: 'object', body: bodyOf(found.content, fault === 'cut short'), ...identityOf(found) };
      },
      describe: describeRead,
      unanswered,
    });
  }

  put(key: string, body: Body, condition: Condition): Promise<PutAnswer> {
    const name = `put ${objectKindOf(key)}`;
    const sentAt = this.testbed.time.now;
    // The request is on its way with these bytes, whatever becomes of the file.
    const content = Buffer.from('path' in body ? readFileSync(body.path) : body);
    return this.attempt.call<PutAnswer>({
      name,
      about: `${key} ${condition === 'if_none_match' ? 'if none' : `if ${condition.ifMatch}`}`,
      effect: (fault) => this.store409(name, key, sentAt, fault) ?? this.write(name, key, content, condition, fault),
      describe: ({ answer }) => answer,
      unanswered,
    });
  }

  isEmpty(prefix: string): Promise<boolean> {
    return this.attempt.call({
      name: `list ${prefix.slice(0, -1)}`,
      about: prefix,
      effect: () => !this.store.keys().some((key) => key.startsWith(prefix)),
      describe: (isEmpty) => (isEmpty ? 'empty' : 'not empty'),
      unanswered,
    });
  }

  /** 409 where another write of the key came in between, sometimes; and where it is the fault that the call meets. */
  private store409(name: string, key: string, sentAt: number, fault: FaultKind | undefined): PutAnswer | undefined {
    const last = this.store.versions(key).at(-1);
    const hasRaced = last !== undefined && last.at > sentAt && last.attempt !== this.attempt.number;
    if (fault !== 'conflict' && !(hasRaced && this.testbed.random.chance(0.3))) return undefined;
    this.testbed.occurrences.count('lake', `409 ${name}`);
    return { answer: 'conflict' };
  }

  private write(
    name: string,
    key: string,
    content: Buffer,
    condition: Condition,
    fault: FaultKind | undefined,
  ): PutAnswer {
    const by = { at: this.testbed.time.now, attempt: this.attempt.number };
    const stored = this.store.put(key, content, condition, by);
    if (stored.answer !== 'stored') {
      this.testbed.occurrences.count('lake', `412 ${name}`);
      return stored;
    }
    if (fault === 'fail after') this.testbed.occurrences.count('lake', `answer lost ${name}`);
    if (fault === 'land late') this.testbed.occurrences.count('lake', `landed late ${name}`);
    this.onWrite(key, stored.version);
    // The condition held for the first request, and by it no longer holds for the second.
    if (fault === 'sent twice') return { answer: 'precondition_failed' };
    return { answer: 'stored', etag: stored.version.etag, versionId: stored.version.versionId };
  }

  private missing(key: string): Missing {
    return { answer: 'missing', deleted: this.store.isDeleted(key) };
  }
}

const identityOf = ({ etag, versionId, bytes }: Version) => ({ etag, versionId, bytes });

const describeRead = (answer: PeekAnswer | ReadAnswer): string =>
  answer.answer === 'object' ? `${answer.versionId} ${answer.etag}` : answer.answer;

/** The body takes no virtual time, so that reading it is computing. */
async function* bodyOf(content: Buffer, isCutShort: boolean): AsyncIterable<Uint8Array> {
  const half = Math.floor(content.length / 2);
  yield content.subarray(0, half);
  if (isCutShort) throw unanswered();
  yield content.subarray(half);
}
