import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeUpload } from '../../../lambda/lake/s3/upload';

describe('an upload of a file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 's3-upload-'));
    await writeFile(join(folder, 'body'), 'content');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('lets go of its request when the answer is there, though the end of the file was not seen yet', async () => {
    const upload = await makeUpload({ path: join(folder, 'body'), bytes: 7 });

    const signal = await upload.send(async (_body, signal) => {
      expect(signal.aborted).toBe(false);
      return signal;
    });

    expect(signal.aborted).toBe(true);
  });
});
