import { gunzipSync } from 'node:zlib';

/** The rows of an object of a lake. */
export const linesIn = (content: Uint8Array): readonly Readonly<Record<string, unknown>>[] =>
  gunzipSync(content)
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
