const FIRST_SURROGATE = 0xd800;
const FIRST_AFTER_SURROGATES = 0xe000;
const SURROGATES = FIRST_AFTER_SURROGATES - FIRST_SURROGATE;
const ABOVE_THE_REST = 0x10000 - FIRST_AFTER_SURROGATES;

/** UTF-16 spells U+10000 and above with units that are smaller than U+E000 to U+FFFF: this moves them above. */
const rankOf = (unit: number): number => {
  if (unit < FIRST_SURROGATE) return unit;
  return unit < FIRST_AFTER_SURROGATES ? unit + ABOVE_THE_REST : unit - SURROGATES;
};

/**
 * The order of the lake: that of the texts' UTF-8 bytes, which is also that of their code points. JavaScript's own `<`
 * compares UTF-16 units, so that it would put U+1F680 before U+FF5E. Holds for well-formed strings.
 *
 * @returns less than 0, 0 or more than 0, for a before, equal to or after b
 */
export const compareUtf8 = (a: string, b: string): number => {
  if (a === b) return 0;
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const unitOfA = a.charCodeAt(i);
    const unitOfB = b.charCodeAt(i);
    if (unitOfA !== unitOfB) return rankOf(unitOfA) - rankOf(unitOfB);
  }
  return a.length - b.length;
};
