import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDirectoryLake } from '../../local/directory-lake';
import { describeLake } from '../lake-contract';

describeLake('A directory', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'directory-lake-'));
  return { lake: await openDirectoryLake(folder), dispose: () => rm(folder, { recursive: true }) };
});
