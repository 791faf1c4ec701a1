import { MAX_DEPTH, MAX_DOCUMENT_CHARACTERS } from '../contract/step-problem';
import { DocumentError } from './document-error';
import { isList, isMap } from './yaml-value';

/**
 * Writes what was read of one document. A few aliases can stand for gigabytes, and one within its own anchor for ever:
 * so it counts what it writes, and how deep it is. Throws a DocumentError.
 */
export class JsonWriter {
  private charactersLeft = MAX_DOCUMENT_CHARACTERS;

  /** Compact JSON text, keys in their order. */
  json(value: unknown, depth = 0): string {
    if (depth > MAX_DEPTH) throw new DocumentError('too_deep');
    if (isList(value)) return this.enclosed('[', value, (item) => this.json(item, depth + 1), ']');
    if (isMap(value))
      return this.enclosed('{', [...value], ([key, one]) => `${this.json(key)}:${this.json(one, depth + 1)}`, '}');
    return this.text(JSON.stringify(value));
  }

  /** The text itself. */
  text(text: string): string {
    this.count(text.length);
    return text;
  }

  private enclosed<T>(open: string, items: readonly T[], write: (item: T) => string, close: string): string {
    this.count(open.length + items.length + close.length);
    return `${open}${items.map(write).join()}${close}`;
  }

  private count(characters: number): void {
    this.charactersLeft -= characters;
    if (this.charactersLeft < 0) throw new DocumentError('too_large');
  }
}
