import { createHash, randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { MANIFEST_PREFIX } from '../../lambda/contract/layout';
import type { Manifest, PublishedObject } from '../../lambda/contract/manifest';
import { parseManifest } from '../../lambda/contract/manifest-text';

/** What a consumer finds out about an object that a manifest names. */
export type FoundObject = Pick<PublishedObject, 'key' | 'version_id' | 'etag' | 'bytes' | 'rows' | 'sha256'>;

/** The objects of a run, with what its manifest says of any object. */
export const objectsOf = ({ objects }: Manifest): readonly FoundObject[] =>
  Object.values(objects)
    .filter((object) => object !== null)
    .map(({ key, version_id, etag, bytes, rows, sha256 }) => ({ key, version_id, etag, bytes, rows, sha256 }));

export type Row = Readonly<Record<string, unknown>>;

/** A deployed lake, read with nothing but S3 and the published layout. */
export class LakeBucket {
  constructor(
    private readonly s3: S3Client,
    readonly name: string,
  ) {}

  /** Each version of each object, as `key version`. */
  async versions(prefix = ''): Promise<readonly string[]> {
    const { Versions = [], IsTruncated } = await this.s3.send(
      new ListObjectVersionsCommand({ Bucket: this.name, Prefix: prefix }),
    );
    if (IsTruncated === true) throw new Error('more versions than these tests make');
    return Versions.map(({ Key, VersionId }) => `${Key} ${VersionId}`);
  }

  /** Of every published run, in their order. */
  async manifests(): Promise<readonly Manifest[]> {
    const keys = (await this.versions(`${MANIFEST_PREFIX}/`)).map((version) => version.split(' ')[0] ?? '');
    return Promise.all(keys.sort().map((key) => this.manifest(key)));
  }

  async manifest(key: string): Promise<Manifest> {
    const parsed = parseManifest((await this.body(key)).content.toString());
    if (!parsed.ok) throw new Error(`${key} ${parsed.problem}`);
    return parsed.value;
  }

  async rows(key: string, versionId?: string): Promise<readonly Row[]> {
    const { content } = await this.body(key, versionId);
    return gunzipSync(content)
      .toString()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }

  /** The object that a manifest names, by that very version; null: the newest. */
  async found({ key, version_id }: Pick<PublishedObject, 'key' | 'version_id'>): Promise<FoundObject> {
    const { content, etag, versionId } = await this.body(key, version_id ?? undefined);
    const lines = gunzipSync(content);
    const sha256 = createHash('sha256').update(lines).digest('hex');
    const rows = lines.toString().split('\n').length - 1;
    return { key, version_id: versionId, etag, bytes: content.length, rows, sha256 };
  }

  private async body(Key: string, VersionId?: string) {
    const answer = await this.s3.send(new GetObjectCommand({ Bucket: this.name, Key, VersionId }));
    const content = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
    return { content, etag: answer.ETag ?? '', versionId: answer.VersionId ?? null };
  }
}

/** Makes a bucket that keeps versions; returns its name. */
export const makeBucket = async (client: S3Client): Promise<string> => {
  const Bucket = `lake-${randomUUID()}`;
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  return Bucket;
};
