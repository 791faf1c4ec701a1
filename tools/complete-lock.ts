import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/*
 * A package with native parts names one optional package for each platform. A registry that does not hold all of them
 * leaves the others out of package-lock.json, and `npm ci` then refuses it everywhere. This writes them in:
 * npx tsx tools/complete-lock.ts, after `npm install`. --check only says whether there is anything to write.
 */

interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
}

export type LockedPackages = Readonly<Record<string, LockedPackage>>;

const PLATFORMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/** `@biomejs/cli-linux-x64-musl` is for linux, x64 and musl: platform packages say so in their names. */
const platformOf = (name: string): Readonly<Record<string, readonly string[]>> | undefined => {
  const words = name.split(/[-/]/);
  const os = PLATFORMS.find((platform) => words.includes(platform));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined) return undefined;
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc';
  return { os: [os], cpu: [cpu], ...(os === 'linux' ? { libc: [libc] } : {}) };
};

/** The platform packages that are named, but not locked, by their path. */
export const missingPackages = (packages: LockedPackages): LockedPackages => {
  const locked = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)));
  const missing: Record<string, LockedPackage> = {};
  for (const { dev, optionalDependencies = {} } of Object.values(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const platform = platformOf(name);
      if (locked.has(name) || platform === undefined || !/^\d+\.\d+\.\d+[-.\w]*$/.test(version)) continue;
      missing[`node_modules/${name}`] = { version, ...(dev === true ? { dev } : {}), optional: true, ...platform };
    }
  }
  return missing;
};

const main = (): void => {
  const path = join(resolve(__dirname, '..'), 'package-lock.json');
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  const missing = missingPackages(lock.packages);
  const names = Object.keys(missing);
  if (process.argv.includes('--check')) {
    if (names.length > 0) console.error(`package-lock.json lacks ${names.join(', ')}: npx tsx tools/complete-lock.ts`);
    process.exitCode = names.length > 0 ? 1 : 0;
    return;
  }
  // By path, as npm sorts them; the project itself, whose path is empty, comes first.
  const sorted = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
  console.log(`${names.length} packages of other platforms written into package-lock.json`);
};

if (require.main === module) main();
