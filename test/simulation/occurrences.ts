/** How often each thing occurred, over one scenario or many. */
export class Occurrences {
  private readonly counts = new Map<string, Map<string, number>>();

  count(group: string, name: string, times = 1): void {
    const names = this.counts.get(group) ?? new Map<string, number>();
    this.counts.set(group, names.set(name, (names.get(name) ?? 0) + times));
  }

  add(other: Occurrences): void {
    for (const [group, names] of other.counts) for (const [name, times] of names) this.count(group, name, times);
  }

  times(group: string, name: string): number {
    return this.counts.get(group)?.get(name) ?? 0;
  }

  /** One line for each thing, by group and name. */
  table(): readonly string[] {
    return [...this.counts]
      .sort()
      .flatMap(([group, names]) => [
        group,
        ...[...names].sort().map(([name, times]) => `  ${name.padEnd(44)} ${String(times).padStart(8)}`),
      ]);
  }
}
