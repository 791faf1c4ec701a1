/** A process of its own that writes to a lake: `count FOLDER KEY TIMES`, `replace FOLDER KEY`, `lock FOLDER`. */
import { openDirectoryLake } from '../../../local/lake/directory-lake';
import { openLakeFolder } from '../../../local/lake/lake-folder';
import { lakeLock } from '../../../local/lake/lake-lock';
import { countUp } from '../../lake/count-up';

const BODY_BYTES = 1024 * 1024;

/** Replaces an object by one letter repeated, then by the next, until it is killed. */
const replace = async (folder: string, key: string): Promise<never> => {
  const lake = await openDirectoryLake(folder);
  for (let round = 0; ; round++) {
    const found = await lake.peek(key);
    const condition = found.answer === 'object' ? { ifMatch: found.etag } : 'if_none_match';
    await lake.put(key, Buffer.alloc(BODY_BYTES, 'abcdefgh'.charAt(round % 8)), condition);
    if (round === 0) console.log('begun');
  }
};

const lock = async (folder: string): Promise<never> => {
  const { workingPath } = await openLakeFolder(folder);
  return lakeLock(workingPath, folder).hold(() => {
    console.log('begun');
    setInterval(() => undefined, 1000);
    return new Promise<never>(() => undefined);
  });
};

const count = async (folder: string, key: string, times: string): Promise<void> => {
  const lake = await openDirectoryLake(folder);
  console.log('begun');
  await countUp(lake, key, Number(times));
};

const [work, folder = '', key = '', times = ''] = process.argv.slice(2);
void (work === 'count' ? count(folder, key, times) : work === 'lock' ? lock(folder) : replace(folder, key));
