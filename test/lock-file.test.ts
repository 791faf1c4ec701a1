import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { missingPackages } from '../tools/complete-lock';

const text = readFileSync(join(__dirname, '../package-lock.json'), 'utf8');

describe('the lock file', () => {
  it('installs on every platform: the native packages of all of them are locked', () => {
    expect(Object.keys(missingPackages(JSON.parse(text).packages))).toEqual([]);
  });

  it('names no address that packages are fetched from', () => {
    expect(text).not.toContain('"resolved"');
  });

  it('holds exact versions of what package.json names', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'));
    for (const version of Object.values({ ...dependencies, ...devDependencies })) expect(version).toMatch(/^\d/);
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
