import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PREFIX } from './prefix';

/** All that tests leave in the folder for temporary files lies in one folder of this run, which goes at its end. */
export default (): void => {
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  // Some tests become another user.
  chmodSync(folder, 0o755);
  process.env['TMPDIR'] = folder;
};
