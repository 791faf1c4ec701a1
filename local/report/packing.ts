import { gzipSync } from 'node:zlib';

/**
 * A value as a block of the page: its letters are of base64, so that it can neither end its script nor be taken for
 * markup, whatever it holds.
 */
export const pack = (value: unknown): string => gzipSync(JSON.stringify(value), { level: 9 }).toString('base64');
