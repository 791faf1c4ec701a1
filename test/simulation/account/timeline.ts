/** A value that changes over time, and everything it has been. */
export class Timeline<T> {
  private readonly changes: { readonly at: number; readonly value: T }[];

  constructor(at: number, value: T) {
    this.changes = [{ at, value }];
  }

  set(at: number, value: T): void {
    this.changes.push({ at, value });
  }

  get current(): T {
    const last = this.changes.at(-1);
    if (last === undefined) throw new Error('a timeline begins with a value');
    return last.value;
  }

  /** The values it had from one time to another. At the instant of a change, it had both. */
  during(from: number, to: number): readonly T[] {
    return this.changes
      .filter(({ at }, index) => at <= to && (this.changes[index + 1]?.at ?? Number.POSITIVE_INFINITY) >= from)
      .map(({ value }) => value);
  }
}
