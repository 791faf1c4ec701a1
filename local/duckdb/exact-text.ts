// biome-ignore lint/style/noRestrictedImports: the lib of the binding, not ours.
import { textDecoder } from '@duckdb/node-api/lib/vectors/dataAccessors';

const exact = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Lets the binding give texts back to the byte: its decoder, of which it has one for all, drops a U+FEFF that a value
 * begins with. No setting says otherwise, and a converter is given the text, not its bytes.
 */
export const readTextsExactly = (): void => {
  textDecoder.decode = (...input: Parameters<typeof exact.decode>) => exact.decode(...input);
};
