import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { PREFIX } from './prefix';

/** Never the folder of everybody: that of this run alone. */
export default (): void => {
  const folder = tmpdir();
  if (basename(folder).startsWith(PREFIX)) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
};
