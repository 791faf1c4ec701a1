import { compareUtf8 } from '../utf8-order';

/** PostgreSQL text holds neither lone surrogates nor NUL. */
const toPostgresText = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/**
 * Tags as PostgreSQL hstore text: `"k"=>"v", "k2"=>"v2"`, keys in the order of their UTF-8 bytes; no tags give the empty
 * text. Lone surrogates and NUL, which AWS does not allow in tags, become U+FFFD; of keys that this makes equal, one
 * stays, whatever the order of the members.
 * https://www.postgresql.org/docs/current/hstore.html#HSTORE-EXTERNAL-REP
 */
export const toHstore = (tags: Readonly<Record<string, string>>): string =>
  Object.entries(tags)
    .map(([key, value]) => ({ key: toPostgresText(key), value: toPostgresText(value) }))
    .sort((a, b) => compareUtf8(a.key, b.key) || compareUtf8(a.value, b.value))
    .filter(({ key }, i, sorted) => key !== sorted[i - 1]?.key)
    .map(({ key, value }) => `${quoted(key)}=>${quoted(value)}`)
    .join(', ');
