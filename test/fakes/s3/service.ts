import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import { S3Bucket, type StoredVersion } from './bucket';

export interface S3Request {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export const BUCKET = 'lake-bucket';

/** What S3 answers for one bucket, so far as a lake asks it. What it does not understand, it refuses. */
export class S3Service {
  readonly bucket = new S3Bucket();
  isVersioned = true;
  pageSize = 1000;

  answer(request: S3Request): S3Answer {
    const { method, bucket, key, query } = request;
    if (bucket !== BUCKET) return refusal(404, 'NoSuchBucket');
    if (method === 'PUT' && key !== '') return this.put(request);
    if (method === 'GET' && key !== '') return this.get(request);
    if (method === 'GET' && query.get('list-type') === '2') return this.list(query);
    return refusal(501, 'NotImplemented');
  }

  private put({ key, headers, body }: S3Request): S3Answer {
    if (headers['content-encoding'] !== undefined) return refusal(501, 'NotImplemented');
    if (headers['content-length'] === undefined) return refusal(411, 'MissingContentLength');
    const checksum = headers['x-amz-checksum-crc32'];
    if (typeof checksum !== 'string') return refusal(400, 'InvalidRequest');
    if (checksum !== checksumOf(body)) return refusal(400, 'BadDigest');
    const condition = { ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] };
    const answer = this.bucket.put(key, body, condition, checksum);
    if (answer.code !== 'stored') return refusal(answer.code === 'NoSuchKey' ? 404 : 412, answer.code);
    return { status: 200, headers: this.headersOf(answer.version), body: Buffer.alloc(0) };
  }

  private get({ key, query, headers }: S3Request): S3Answer {
    const versionId = query.get('versionId');
    const version = versionId === null ? this.bucket.newest(key) : this.bucket.version(key, versionId);
    if (version === undefined) return refusal(404, versionId === null ? 'NoSuchKey' : 'NoSuchVersion');
    const { content, etag, crc32: checksum } = version;
    if (content === undefined) return refusal(404, 'NoSuchKey', { 'x-amz-delete-marker': 'true' });
    if (headers['if-match'] !== undefined && headers['if-match'] !== etag) return refusal(412, 'PreconditionFailed');
    const last = /^bytes=0-(\d+)$/.exec(headers.range ?? '')?.[1];
    if (last !== undefined) return this.part(version, content, Number(last));
    const isAsked = headers['x-amz-checksum-mode'] === 'ENABLED' && checksum !== undefined;
    const more: Record<string, string> = isAsked ? { 'x-amz-checksum-crc32': checksum } : {};
    return { status: 200, headers: { ...this.headersOf(version), ...more }, body: content };
  }

  private part(version: StoredVersion, content: Buffer, last: number): S3Answer {
    if (content.length === 0) return refusal(416, 'InvalidRange');
    const body = content.subarray(0, last + 1);
    const range = { 'content-range': `bytes 0-${body.length - 1}/${content.length}` };
    return { status: 206, headers: { ...this.headersOf(version), ...range }, body };
  }

  /** A token is the key that the next page begins behind. */
  private list(query: URLSearchParams): S3Answer {
    const after = query.get('continuation-token');
    const keys = this.bucket.keys(query.get('prefix') ?? '').filter((key) => after === null || key > after);
    const page = keys.slice(0, this.pageSize);
    const isCut = page.length < keys.length;
    const sizeOf = (key: string): number => this.bucket.content(key)?.length ?? 0;
    const contents = page.map((key) => `<Contents><Key>${key}</Key><Size>${sizeOf(key)}</Size></Contents>`);
    const token = isCut ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    const text = `<ListBucketResult><IsTruncated>${isCut}</IsTruncated>${contents.join('')}${token}</ListBucketResult>`;
    return { status: 200, headers: { 'content-type': 'application/xml' }, body: Buffer.from(text) };
  }

  private headersOf({ etag, versionId }: StoredVersion): Readonly<Record<string, string>> {
    return { etag, ...(this.isVersioned ? { 'x-amz-version-id': versionId } : {}) };
  }
}

const checksumOf = (body: Buffer): string => {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return checksum.toString('base64');
};

/** The message is S3's own; here it is what a test looks for. */
export const refusal = (
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
  message = 'what S3 said',
): S3Answer => ({
  status,
  headers: { 'content-type': 'application/xml', ...headers },
  body: Buffer.from(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`),
});
