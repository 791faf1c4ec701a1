import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/*
 * A package with native parts names one optional package for each platform. A registry that does not hold all of them
 * leaves the others out of package-lock.json, and `npm ci` then refuses it everywhere. This writes them in, each with the
 * hash of what is fetched: npx tsx tools/complete-lock.ts, after `npm install`. --check only says what is to be written.
 */

interface LockedPackage {
  /** Where it is not the one of its path: an alias. */
  readonly name?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly inBundle?: boolean;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
}

type LockedPackages = Readonly<Record<string, LockedPackage>>;

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

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 13);

/** The platform packages that are named, but not locked, by their path. */
export const missingPackages = (packages: LockedPackages): LockedPackages => {
  const locked = new Set(Object.keys(packages).map(nameOf));
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

/**
 * The packages that are locked without the hash of what is fetched, as npm names them. What is bundled, linked or a
 * folder of ours has none.
 */
export const unverified = (packages: LockedPackages): readonly string[] =>
  Object.entries(packages).flatMap(([path, { name, version, integrity, inBundle, link }]) =>
    !path.startsWith('node_modules/') || integrity !== undefined || inBundle === true || link === true
      ? []
      : [`${name ?? nameOf(path)}@${version}`],
  );

/** `npm view` prints what the registry says that a package hashes to. */
const integrityOf = (name: string, version: string): string => {
  const { status, stdout, stderr } = spawnSync('npm', ['view', `${name}@${version}`, 'dist.integrity'], {
    encoding: 'utf8',
    // On Windows npm is a script, which only a shell runs.
    shell: process.platform === 'win32',
  });
  const integrity = stdout?.trim() ?? '';
  if (status === 0 && integrity.startsWith('sha512-')) return integrity;
  throw new Error(`npm view names no sha512 of ${name}@${version}; it answered "${integrity}". ${stderr ?? ''}`);
};

const verified = (path: string, entry: LockedPackage): LockedPackage => {
  const { version, ...others } = entry;
  if (version === undefined || unverified({ [path]: entry }).length === 0) return entry;
  return { version, integrity: integrityOf(entry.name ?? nameOf(path), version), ...others };
};

/** By path, as npm sorts them; the project itself, whose path is empty, comes first. */
const completed = (packages: LockedPackages): LockedPackages =>
  Object.fromEntries(
    Object.entries({ ...packages, ...missingPackages(packages) })
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, entry]) => [path, verified(path, entry)]),
  );

const check = (packages: LockedPackages): void => {
  const faults = [
    ...Object.keys(missingPackages(packages)).map((path) => `lacks ${nameOf(path)}`),
    ...unverified(packages).map((name) => `has no integrity of ${name}`),
  ];
  for (const fault of faults) console.error(`package-lock.json ${fault}: run npx tsx tools/complete-lock.ts`);
  process.exitCode = faults.length > 0 ? 1 : 0;
};

const main = (): void => {
  const path = join(resolve(__dirname, '..'), 'package-lock.json');
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  if (process.argv.includes('--check')) {
    check(lock.packages);
    return;
  }
  const added = Object.keys(missingPackages(lock.packages)).length;
  const packages = completed(lock.packages);
  writeFileSync(path, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
  console.log(`package-lock.json is complete: ${added} packages of other platforms were added`);
};

if (require.main === module) main();
