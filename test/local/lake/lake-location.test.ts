import { describe, expect, it } from '@jest/globals';
import { bucketOf, locationFaults } from '../../../local/lake/lake-location';

describe('What --lake names', () => {
  it.each(['lake/mine', '/lake', '.', 's3', 'C:\\lake'])('is a folder: %s', (lake) => {
    expect(bucketOf(lake)).toBeUndefined();
    expect(locationFaults(lake)).toEqual([]);
  });

  it.each([
    ['s3://lake', 'lake'],
    ['s3://my.lake-1/', 'my.lake-1'],
    [`s3://${'x'.repeat(63)}`, 'x'.repeat(63)],
  ])('is a bucket: %s', (lake, bucket) => {
    expect(bucketOf(lake)).toBe(bucket);
    expect(locationFaults(lake)).toEqual([]);
  });

  it.each([
    's3://',
    's3:///',
    's3://Lake',
    's3://la',
    's3://my_lake',
    's3://-lake',
    's3://a..b',
    's3://10.0.0.1',
    's3://ä-b',
  ])('cannot be %s, which is not the name of a bucket', (lake) => {
    expect(locationFaults(lake)).toEqual([
      expect.stringMatching(/^--lake .* is not the name of a bucket, which has 3/),
    ]);
  });

  it.each(['s3://lake/prefix', 's3://lake/a/b/'])('cannot be %s, a part of a bucket', (lake) => {
    expect(locationFaults(lake)).toEqual([
      `--lake ${lake}: a lake has a bucket of its own, and no prefix within it. Write --lake s3://lake.`,
    ]);
  });

  it.each(['gs://lake', 'https://lake.s3.amazonaws.com', 'S3://lake', 'file:///lake'])('cannot be %s', (lake) => {
    expect(locationFaults(lake)).toEqual([expect.stringContaining('Write --lake DIR or --lake s3://BUCKET.')]);
  });
});
