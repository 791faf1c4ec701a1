import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

// npm run check: every part runs, whatever became of those before it, and the sum stands at the end.

interface Part {
  readonly name: string;
  readonly command: string;
  /** What renews the files that this part compares, where it compares any. */
  readonly renew?: string;
}

export const PARTS: readonly Part[] = [
  { name: 'types', command: 'npx tsc && npx tsc -p page' },
  { name: 'lint', command: 'npx biome check --error-on-warnings', renew: 'npx biome check --write' },
  { name: 'lock', command: 'npx tsx tools/complete-lock.ts --check', renew: 'npx tsx tools/complete-lock.ts' },
  { name: 'generated', command: 'npx tsx tools/generate.ts --check', renew: 'npm run generate' },
  { name: 'transcript', command: 'npx tsx tools/transcript.ts --check', renew: 'npm run generate' },
  { name: 'synth', command: 'npm run synth' },
  { name: 'tests', command: 'npm test' },
];

/** Runs every part, and gives those that failed. */
export const failedOf = (parts: readonly Part[], succeeds: (command: string) => boolean): readonly Part[] =>
  parts.filter(({ command }) => !succeeds(command));

export const sumOf = (parts: readonly Part[], failed: readonly Part[]): string =>
  parts
    .map((part) => {
      const { name, command, renew } = part;
      if (!failed.includes(part)) return `${name}: passed`;
      return `${name}: failed: ${command}${renew === undefined ? '' : `. What is stale is renewed by ${renew}`}`;
    })
    .join('\n');

const succeedsHere = (command: string): boolean => {
  console.log(`\n> ${command}`);
  return spawnSync(command, { cwd: resolve(__dirname, '..'), shell: true, stdio: 'inherit' }).status === 0;
};

const main = (): void => {
  const failed = failedOf(PARTS, succeedsHere);
  console.log(`\n${sumOf(PARTS, failed)}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
};

if (require.main === module) main();
