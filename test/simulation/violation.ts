/** A promise of the design that a simulation saw broken. */
export class Violation extends Error {
  override readonly name = 'Violation';
  constructor(
    readonly promise: string,
    readonly problem: string,
  ) {
    super(`${promise}: ${problem}`);
  }
}

export const promise =
  (name: string) =>
  (kept: boolean, problem: () => string): void => {
    if (!kept) throw new Violation(name, problem());
  };
