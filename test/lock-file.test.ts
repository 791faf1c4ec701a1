import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { missingPackages, unverified } from '../tools/complete-lock';
import { filesUnder, readDocument } from './docs/documents';

const text = readFileSync(join(__dirname, '../package-lock.json'), 'utf8');

describe('the lock file', () => {
  it('installs on every platform: the native packages of all of them are locked', () => {
    expect(Object.keys(missingPackages(JSON.parse(text).packages))).toEqual([]);
  });

  it('says what each package hashes to, the native ones of other platforms too', () => {
    expect(unverified(JSON.parse(text).packages)).toEqual([]);
  });

  it('installs no program that stands before the Node and the npm of the machine', () => {
    const packages: Readonly<Record<string, { readonly bin?: object }>> = JSON.parse(text).packages;
    const programs = Object.values(packages).flatMap(({ bin }) => Object.keys(bin ?? {}));
    expect(programs).toContain('cdk');
    expect(programs.filter((name) => ['node', 'npm', 'npx'].includes(name))).toEqual([]);
  });

  it('names no address that packages are fetched from', () => {
    const packages: Readonly<Record<string, { readonly resolved?: string }>> = JSON.parse(text).packages;
    const resolved = Object.values(packages).flatMap((entry) => entry.resolved ?? []);
    expect(resolved).toEqual(['tools/no-aws-cli']);
  });

  it('holds exact versions of what package.json names', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'));
    for (const version of Object.values({ ...dependencies, ...devDependencies }))
      expect(version).toMatch(/^(\d|file:tools\/no-aws-cli$)/);
  });
});

describe('what users install', () => {
  it('holds every package that the collector, the laptop, the page, the stack and the examples import', () => {
    const imported = ['lambda', 'local', 'page', 'lib', 'examples'].flatMap((room) =>
      [...filesUnder(room, '.ts'), ...filesUnder(room, '.tsx')].flatMap((path) =>
        [...readDocument(path).text.matchAll(/ from '((?:@[^'/]+\/)?[^.'/][^'/]*)(?:\/[^']*)?';$/gm)].flatMap(
          ([, name = '']) => (name.startsWith('node:') ? [] : [name]),
        ),
      ),
    );
    const { dependencies } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'));
    expect(imported).toEqual(expect.arrayContaining(['@aws-sdk/client-s3', '@preact/signals']));
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining([...new Set(imported)]));
  });
});

describe('a package that is locked without its hash', () => {
  it('is found, unless what it stands in or is linked to has one', () => {
    const packages = {
      '': { version: '1.0.0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/a/node_modules/@b/c': { version: '2.0.0' },
      'node_modules/alias': { name: 'd', version: '3.0.0' },
      'node_modules/hashed': { version: '1.0.0', integrity: 'sha512-x' },
      'node_modules/hashed/node_modules/bundled': { version: '1.0.0', inBundle: true },
      'node_modules/linked': { link: true },
      'tools/linked': { version: '1.0.0' },
    };
    expect(unverified(packages)).toEqual(['a@1.0.0', '@b/c@2.0.0', 'd@3.0.0']);
  });
});

describe('a platform package that is named, but not locked', () => {
  it('is found, with the platform that its name tells', () => {
    const packages = {
      '': {},
      'node_modules/a': { optionalDependencies: { '@a/linux-x64-musl': '1.0.0', fast: '^1.0.0' } },
    };
    expect(missingPackages(packages)).toEqual({
      'node_modules/@a/linux-x64-musl': {
        version: '1.0.0',
        optional: true,
        os: ['linux'],
        cpu: ['x64'],
        libc: ['musl'],
      },
    });
  });
});
