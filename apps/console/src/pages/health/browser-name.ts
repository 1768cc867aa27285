/**
 * The name of a browser out of what it says of itself, for a person: the most particular word wins,
 * because every browser also names those it takes after. What isn't known is shown as it came.
 */

const known: readonly (readonly [RegExp, string])[] = [
  [/\bEdg\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bFirefox\/(\d+)/, 'Firefox'],
  [/\b(?:Headless)?Chrom(?:e|ium)\/(\d+)/, 'Chromium'],
  [/\bVersion\/(\d+)[\d.]* Safari\//, 'Safari'],
];
const shownMax = 40;

/** `Edge 141`; of an unknown one its own first words. */
export function browserName(userAgent: string): string {
  for (const [pattern, name] of known) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined) {
      return `${name} ${version}`;
    }
  }
  return userAgent.slice(0, shownMax) || '–';
}
