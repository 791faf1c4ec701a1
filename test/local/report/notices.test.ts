import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { noticesOf } from '../../../local/report/notices';

const ROOT = resolve(__dirname, '../../..');

describe('the notices of a report', () => {
  it('hold the licence of each package that a file comes from, once', () => {
    const files = [
      'page/main.tsx',
      'node_modules/preact/dist/preact.mjs',
      'node_modules/preact/hooks/x.mjs',
      'node_modules/@lezer/lr/dist/index.js',
    ];
    const notices = noticesOf(ROOT, files);
    expect(notices.match(/^\S+ \d+\.\d+\.\d+ \(\w+\)$/gm)).toEqual([
      expect.stringMatching(/^@lezer\/lr .*\(MIT\)$/),
      expect.stringMatching(/^preact .*\(MIT\)$/),
    ]);
    expect(notices.match(/Permission is hereby granted/g)).toHaveLength(2);
  });
});
