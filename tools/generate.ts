import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GENERATED_FILES } from './generated-files';

// Writes the files that are derived from the contract. With --check: writes nothing, names the stale ones, exits 1.

const root = join(__dirname, '..');

const stale = GENERATED_FILES.flatMap(({ path, renew }) => {
  const file = join(root, path);
  const current = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const content = renew(current);
  return content === current ? [] : [{ path, file, content }];
});

if (process.argv.includes('--check')) {
  for (const { path } of stale) console.error(`${path} is stale: run npx tsx tools/generate.ts`);
  if (stale.length > 0) process.exitCode = 1;
} else {
  for (const { path, file, content } of stale) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    console.log(`wrote ${path}`);
  }
}
