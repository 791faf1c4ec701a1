import { crc32, deflateRawSync, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { beginsWithOwnHeader, gzipHeader, nameInGzipHeader } from '../../lambda/snapshot/gzip-header';

const name = fc.uint8Array({ min: 1, maxLength: 80 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const bytes = fc.uint8Array({ maxLength: 40 });
const fieldBytes = fc.oneof(bytes, fc.uint8Array({ minLength: 256, maxLength: 600 }));

/** A header as other writers may lay it out: flags, then whatever the flags announce. */
const header = (flags: number, ...fields: Uint8Array[]): Buffer =>
  Buffer.concat([Buffer.of(0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 2, 3), ...fields]);

const extra = (content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.of(content.length & 255, content.length >> 8), content]);

const trailer = (content: Uint8Array): Buffer => {
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(content), 0);
  end.writeUInt32LE(content.length, 4);
  return end;
};

describe('the name in a gzip header', () => {
  it('reads back, whatever follows it', () => {
    fc.assert(
      fc.property(name, bytes, (text, rest) => {
        expect(nameInGzipHeader(Buffer.concat([gzipHeader(text), rest]))).toBe(text);
      }),
    );
  });

  it('does not keep zlib from reading the content', () => {
    fc.assert(
      fc.property(name, bytes, (text, content) => {
        const file = Buffer.concat([gzipHeader(text), deflateRawSync(content), trailer(content)]);
        expect(gunzipSync(file)).toEqual(Buffer.from(content));
      }),
    );
  });

  it('is found behind extra fields of another writer', () => {
    fc.assert(
      fc.property(name, fieldBytes, (text, fields) => {
        const file = header(0b1100, extra(fields), Buffer.from(`${text}\0`, 'latin1'));
        expect(nameInGzipHeader(file)).toBe(text);
      }),
    );
  });

  it('is unknown where the bytes end before it does', () => {
    fc.assert(
      fc.property(name, bytes, (text, fields) => {
        const whole = header(0b1100, extra(fields), Buffer.from(`${text}\0`, 'latin1'));
        for (let end = 0; end < whole.length; end += 1)
          expect(nameInGzipHeader(whole.subarray(0, end))).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });

  it('is unknown where the bytes end before it is certain that there is none', () => {
    const whole = header(0b0100, extra(Buffer.from('fields')));
    for (let end = 0; end < whole.length; end += 1) expect(nameInGzipHeader(whole.subarray(0, end))).toBeUndefined();
    expect(nameInGzipHeader(header(0).subarray(0, 9))).toBeUndefined();
  });

  it('is empty where the file has none', () => {
    expect(nameInGzipHeader(gzipSync('content'))).toBe('');
    expect(nameInGzipHeader(header(0b0100, extra(Buffer.from('fields'))))).toBe('');
  });

  it('is unknown where the file is not gzip', () => {
    const good = gzipHeader('name');
    for (const byte of [0, 1, 2]) expect(nameInGzipHeader(good.with(byte, 0))).toBeUndefined();
    expect(nameInGzipHeader(good.with(3, 0b1000_1000))).toBeUndefined();
    expect(nameInGzipHeader(Buffer.from('{"not":"gzip"}'))).toBeUndefined();
  });

  it('says nothing of time or machine', () => {
    expect(gzipHeader('n').toString('hex')).toBe('1f8b080800000000' + '00ff' + '6e00');
  });

  it.each(['a\0b', '→'])('cannot be %j, which the format has no room for', (text) => {
    expect(() => gzipHeader(text)).toThrow('Latin-1');
  });
});

describe('a header of ours', () => {
  it('is known by its name, whatever follows it', () => {
    fc.assert(
      fc.property(name, bytes, (text, rest) => {
        const file = Buffer.concat([gzipHeader(text), rest]);
        expect(beginsWithOwnHeader(file, text.length)).toBe(true);
        expect(beginsWithOwnHeader(file, text.length + 1)).toBe(false);
        expect(beginsWithOwnHeader(file.subarray(0, gzipHeader(text).length - 1), text.length)).toBe(false);
      }),
    );
  });

  const text = Buffer.from('name\0');
  it.each([
    ['extra fields', header(0b1100, extra(Buffer.from('fields')), text)],
    ['a comment', header(0b11000, text, Buffer.from('comment\0'))],
    ['a checksum', header(0b1010, text, Buffer.of(1, 2))],
    ['a time and a system', header(0b1000, text)],
    ['no name', gzipSync('content')],
  ])('is not one with %s, where the content stands elsewhere or the bytes are others', (_, file) => {
    expect(beginsWithOwnHeader(file, 4)).toBe(false);
  });

  it('is not what is no gzip', () => {
    expect(beginsWithOwnHeader(Buffer.from('{"not":"gzip"}'), 4)).toBe(false);
    expect(beginsWithOwnHeader(Buffer.alloc(0), 0)).toBe(false);
  });
});
