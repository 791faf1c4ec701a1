import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { ENTRY, ESBUILD } from '../lib/collector/bundle';

const LOADS = 51;

interface Bundle {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds of CPU of each load, in a process of its own. */
  readonly loads: number[];
}

/**
 * The function's bundle against an empty handler with the same libraries: both as esbuild makes them best, and the
 * empty one also with our replacement of the SDK's credentials.
 */
export const measureBundle = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-bundle-'));
  try {
    const empty = join(__dirname, 'empty-handler.ts');
    const bundles = [
      makeBundle('the handler', ENTRY, ESBUILD.alias, folder),
      makeBundle('empty, same libraries', empty, {}, folder),
      makeBundle('empty, credentials replaced', empty, ESBUILD.alias, folder),
    ];
    // In turns, so that whatever else the machine does meets all of them.
    for (let load = 0; load < LOADS; load++) for (const { path, loads } of bundles) loads.push(loadOf(path));
    print(bundles);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const makeBundle = (name: string, entry: string, alias: Record<string, string>, folder: string): Bundle => {
  const path = join(folder, `${name.replaceAll(/\W+/g, '-')}.js`);
  buildSync({ ...ESBUILD, alias, entryPoints: [entry], outfile: path });
  return { name, path, bytes: statSync(path).size, loads: [] };
};

/** CPU time: loading waits for nothing, and other processes of the machine count less. */
const LOAD = `
const start = process.cpuUsage();
require(process.argv[1]);
const { user, system } = process.cpuUsage(start);
console.log((user + system) / 1e3);
`;

/** Loads as Lambda does: what the environment says in the stack, and nothing else. */
const loadOf = (path: string): number => {
  const env = {
    AWS_REGION: 'eu-west-1',
    AWS_LAMBDA_FUNCTION_NAME: 'collector',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    POWERTOOLS_SERVICE_NAME: 'bench',
  };
  return Number(execFileSync(process.execPath, ['-e', LOAD, path], { env, encoding: 'utf8', stdio: 'pipe' }));
};

const print = (bundles: readonly Bundle[]): void => {
  console.log('\n### Bundle and its load time\n');
  console.log('| bundle | KB | the handler is | load, CPU ms | the handler is |\n| --- | --- | --- | --- | --- |');
  const [handler] = bundles;
  if (handler === undefined) return;
  for (const { name, bytes, loads } of bundles) {
    const times = (ours: number, theirs: number): string => (ours / theirs).toFixed(2);
    const [size, load] = [times(handler.bytes, bytes), times(median(handler.loads), median(loads))];
    console.log(`| ${name} | ${Math.round(bytes / 1000)} | ${size} | ${median(loads).toFixed(1)} | ${load} |`);
  }
};

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
