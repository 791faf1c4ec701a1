import type { JsonWriter } from './json-writer';
import type { YamlMap } from './yaml-value';

/**
 * The members of a step, taken out one by one for the columns. What does not fit its column stays with the rest, so that
 * nothing that is written is lost. A member with nothing behind it is as good as left out.
 */
export class StepMembers {
  private readonly left: Map<string, unknown>;

  constructor(
    step: YamlMap,
    private readonly writer: JsonWriter,
  ) {
    this.left = new Map(step);
  }

  /** Any scalar, as text: a name may be a number, and what AWS takes for a switch may be a reference. */
  text(name: string): string | null {
    return this.take(name, (value) => (typeof value === 'object' ? null : this.writer.text(String(value))));
  }

  wholeNumber(name: string): number | null {
    return this.take(name, (value) => (isWholeNumber(value) ? value : null));
  }

  json(name: string): string | null {
    return this.take(name, (value) => this.writer.json(value));
  }

  /** JSON object text of the members that no column has taken; null where there are none. */
  rest(): string | null {
    return this.left.size === 0 ? null : this.writer.json(this.left);
  }

  private take<T>(name: string, read: (value: unknown) => T | null): T | null {
    const value = this.left.get(name) ?? null;
    const taken = value === null ? null : read(value);
    if (value === null || taken !== null) this.left.delete(name);
    return taken;
  }
}

const isWholeNumber = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
