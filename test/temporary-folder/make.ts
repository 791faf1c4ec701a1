import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PREFIX } from './prefix';

/** All that tests leave in the folder for temporary files lies in one folder of this run, which goes at its end. */
export default (): void => {
  process.env['TMPDIR'] = mkdtempSync(join(tmpdir(), PREFIX));
};
