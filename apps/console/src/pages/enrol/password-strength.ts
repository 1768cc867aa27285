/**
 * How hard a password is to guess, by the rule of DP-08 (CNIL 2022-100): 80 bits, counted from its
 * length and the kinds of characters. An estimate for the person who types; the centre decides.
 */

/** Bits that the rule wants of a password. */
export const wantedBits = 80;

const kinds: readonly (readonly [RegExp, number])[] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/\d/, 10],
  [/[^a-zA-Z\d]/, 37],
];

/** Bits of guessing work; repeated characters and simple runs count once. */
export function passwordBits(password: string): number {
  const alphabet = kinds.reduce((sum, [kind, size]) => sum + (kind.test(password) ? size : 0), 0);
  if (alphabet === 0) {
    return 0;
  }
  return Math.floor(countedLength(password) * Math.log2(alphabet));
}

function countedLength(password: string): number {
  let counted = 0;
  let before = Number.NaN;
  for (const character of password) {
    const code = character.codePointAt(0) ?? 0;
    if (Math.abs(code - before) > 1 || Number.isNaN(before)) {
      counted += 1;
    }
    before = code;
  }
  return counted;
}
