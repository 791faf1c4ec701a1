import {
  GetObjectCommand,
  type GetObjectCommandInput,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { systemClock } from '../../clock';
import type { CallPurpose } from '../../sdk/advice';
import {
  type Body,
  type Condition,
  type Lake,
  PEEK_BYTES,
  type PeekAnswer,
  type PutAnswer,
  type ReadAnswer,
} from '../lake';
import {
  type FoundObject,
  foundObject,
  isEmptyAnswer,
  type Refusal,
  refusalOf,
  startOf,
  storedAnswer,
  UnusableAnswerError,
} from './answers';
import { wholeBody } from './body';
import { toLakeError } from './fault';
import { encryptionHeaders, type PutEncryption } from './put-encryption';
import { PATIENCE_MILLISECONDS, retry, type S3RetryOptions } from './retry';
import { makeUpload, type Upload } from './upload';

export interface S3LakeOptions extends Partial<S3RetryOptions> {
  readonly bucket: string;
  /** Of `createS3Client`: one that makes one attempt for each call, and ends it where nothing moves any more. */
  readonly client: S3Client;
  /** What each put says of its encryption. Left out: nothing, and the bucket decides. */
  readonly encryption?: PutEncryption | undefined;
}

/**
 * A lake in an S3 bucket. The bucket may keep versions, and should: only then is a deleted snapshot told from one that
 * never was. Throws a LakeError where S3 refuses, or is out of reach for half a minute.
 *
 * A put whose answer was lost is sent again with its condition. If the first one took place after all, that answers
 * `precondition_failed`, just as if another writer had come first: which it was, only a read can tell.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export const createS3Lake = ({ bucket, client, encryption, ...options }: S3LakeOptions): Lake => {
  const { clock = systemClock, random = Math.random, patience = PATIENCE_MILLISECONDS } = options;
  return new S3Lake(bucket, client, encryption, { clock, random, patience });
};

class S3Lake implements Lake {
  readonly location: string;

  constructor(
    private readonly bucket: string,
    private readonly client: S3Client,
    private readonly encryption: PutEncryption | undefined,
    private readonly retryOptions: S3RetryOptions,
  ) {
    this.location = `s3://${bucket}`;
  }

  peek(key: string): Promise<PeekAnswer> {
    return this.withLakeError('lake-read', key, () =>
      retry(this.retryOptions, async () => {
        const part = await this.get({ Key: key, Range: `bytes=0-${PEEK_BYTES - 1}` });
        // An object without bytes has no first one.
        const found = part.answer === 'no_such_range' ? await this.get({ Key: key }) : part;
        if (found.answer === 'missing') return found;
        if (found.answer !== 'object') throw unexpected(found);
        const { body, ...identity } = found;
        return { ...identity, start: await startOf(found) };
      }),
    );
  }

  read(key: string, { ifMatch }: { readonly ifMatch?: string } = {}): Promise<ReadAnswer> {
    const condition = ifMatch === undefined ? {} : { IfMatch: ifMatch };
    return this.withLakeError('lake-read', key, async () => {
      const found = await retry(this.retryOptions, () => this.get({ Key: key, ...condition, ChecksumMode: 'ENABLED' }));
      if (found.answer === 'object') return { ...found, body: wholeBody(found, `${this.location}/${key}`) };
      if (found.answer === 'missing' || found.answer === 'precondition_failed') return found;
      throw unexpected(found);
    });
  }

  put(key: string, body: Body, condition: Condition): Promise<PutAnswer> {
    return this.withLakeError('lake-put', key, async () => {
      const upload = await makeUpload(body);
      return retry(this.retryOptions, () => this.send(key, upload, condition));
    });
  }

  /** The SDK keeps it from the Date of each answer, and signs with it: S3 accepts the requests of a wrong clock. */
  clockDifference(): number {
    return this.client.config.systemClockOffset;
  }

  isEmpty(prefix: string): Promise<boolean> {
    const command = () => new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefix, MaxKeys: 1 });
    return this.withLakeError('lake-list', prefix, () =>
      retry(this.retryOptions, () => this.client.send(command()).then(isEmptyAnswer)),
    );
  }

  private async get(input: Omit<GetObjectCommandInput, 'Bucket'>): Promise<FoundObject | Refusal> {
    const command = new GetObjectCommand({ Bucket: this.bucket, ...input });
    return this.client.send(command).then(foundObject, refusalOrThrow);
  }

  private async send(key: string, upload: Upload, condition: Condition): Promise<PutAnswer> {
    const { bytes: ContentLength, checksum: ChecksumCRC32 } = upload;
    const when = condition === 'if_none_match' ? { IfNoneMatch: '*' } : { IfMatch: condition.ifMatch };
    const answer = await upload.send((Body, abortSignal) => {
      const how = encryptionHeaders(this.encryption);
      const input = { Bucket: this.bucket, Key: key, Body, ContentLength, ChecksumCRC32, ...how, ...when };
      // A large body takes longer than any request should: it is timed out where it stands still.
      return this.client
        .send(new PutObjectCommand(input), { abortSignal, requestTimeout: 0 })
        .then(storedAnswer, refusalOrThrow);
    });
    // What is not there cannot be replaced.
    if (answer.answer === 'missing' && condition !== 'if_none_match') return { answer: 'precondition_failed' };
    if (answer.answer === 'missing' || answer.answer === 'no_such_range') throw unexpected(answer);
    return answer;
  }

  private async withLakeError<T>(purpose: CallPurpose, key: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toLakeError(error, purpose, `${this.location}/${key}`);
    }
  }
}

const refusalOrThrow = (error: unknown): Refusal => {
  const refusal = refusalOf(error);
  if (refusal === undefined) throw error;
  return refusal;
};

const unexpected = ({ answer }: Refusal): UnusableAnswerError =>
  new UnusableAnswerError(`${answer}, which makes no sense for this call`);
