import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { standardOutput } from '../../../local/terminal/output';

const fault = (code: string) => Object.assign(new Error(`write ${code}`), { code });

const streamOf = (terminal: { readonly isTTY?: boolean; readonly columns?: number } = {}) =>
  Object.assign(new PassThrough(), terminal);

describe('a standard stream of the process', () => {
  it.each([
    ['a reader has seen enough', 'EPIPE'],
    ['the terminal was closed', 'EIO'],
  ])('goes on in silence where %s', (_, code) => {
    const stream = streamOf();
    const output = standardOutput(stream);
    stream.emit('error', fault(code));

    expect(() => output.write('more')).not.toThrow();
  });

  it('does not hide any other fault, such as a full disk', () => {
    const stream = streamOf();
    standardOutput(stream);

    expect(() => stream.emit('error', fault('ENOSPC'))).toThrow('write ENOSPC');
  });

  it.each([
    ['a pipe', { columns: 80 }, undefined],
    ['a terminal', { isTTY: true, columns: 80 }, 80],
    ['a terminal that does not know', { isTTY: true, columns: 0 }, 100],
  ])('is as wide as %s is', (_, terminal, width) => {
    expect(standardOutput(streamOf(terminal)).columns).toBe(width);
  });
});
