/**
 * How hard a password is to guess (SEC-10), after CNIL's recommendation 2022-100 (DP-08): 80 bits
 * alone, 50 bits where access is restricted. Here a password never stands alone: a TOTP code goes
 * with it and the lock-out of SEC-11 can't be switched off, so 50 bits are asked. Bits are those of
 * the recommendation (length times the alphabet), less what any guesser tries first: runs,
 * repetitions, well-known words, the person's own names.
 */

import { err, ok, type Result } from '@beffroi/kernel';
import { refusal } from './refusal.ts';
import type { Refusal } from './words.ts';

export const passwordBitsMin = 50;

/** CNIL's seven words for 80 bits. */
const bitsPerWord = 80 / 7;
/** A word every guesser's list begins with. */
const bitsPerKnownWord = 4;

const knownWords = [
  'motdepasse',
  'password',
  'passw0rd',
  'azerty',
  'qwerty',
  'azertyuiop',
  'qwertyuiop',
  'bonjour',
  'soleil',
  'doudou',
  'loulou',
  'marseille',
  'chouchou',
  'admin',
  'administrateur',
  'welcome',
  'letmein',
  'iloveyou',
  'jetaime',
  'football',
  'beffroi',
  'mairie',
  'police',
  'camera',
  'video',
  'vidéo',
  'operateur',
  'secret',
  'france',
  'paris',
  'dragon',
  'monkey',
  'nicolas',
  'juillet',
] as const;

/** Refuses a password under 50 bits; `ownWords` are the person's names and login. */
export function checkPassword(
  password: string,
  ownWords: readonly string[],
): Result<null, Refusal> {
  const bits = passwordBits(password, ownWords);
  return bits >= passwordBitsMin
    ? ok(null)
    : err(
        refusal('password-weak', {
          bits: String(Math.floor(bits)),
          wanted: String(passwordBitsMin),
        }),
      );
}

/** Bits a guesser needs, at most. */
export function passwordBits(password: string, ownWords: readonly string[]): number {
  return Math.min(bitsByCharacters(password, ownWords), bitsByWords(password));
}

function bitsByCharacters(password: string, ownWords: readonly string[]): number {
  let rest = password.toLowerCase();
  let bits = 0;
  const guessed = [
    ...ownWords.flatMap((words) => words.toLowerCase().split(/[\s._-]+/)),
    ...knownWords,
  ];
  for (const word of guessed
    .filter((each) => each.length >= 3)
    .sort((a, b) => b.length - a.length)) {
    const pieces = rest.split(word);
    bits += (pieces.length - 1) * bitsPerKnownWord;
    rest = pieces.join('');
  }
  return bits + surprises(rest) * Math.log2(Math.max(2, alphabetOf(password)));
}

/** Shortest piece that counts as said before. */
const pieceMin = 3;

/** Choices a guesser has to make: a run (1234, dcba) or a piece said before is foreseen. */
function surprises(text: string): number {
  const points = [...text].map((character) => character.codePointAt(0) ?? 0);
  let count = 0;
  for (let index = 0; index < points.length; ) {
    const repeated = longestBefore(points, index);
    index += repeated >= pieceMin ? repeated : runLength(points, index);
    count += 1;
  }
  return count;
}

/** Length of the longest piece at `index` that begins earlier too (it may overlap itself). */
function longestBefore(points: readonly number[], index: number): number {
  let longest = 0;
  for (let start = 0; start < index; start++) {
    let length = 0;
    while (index + length < points.length && points[start + length] === points[index + length]) {
      length += 1;
    }
    longest = Math.max(longest, length);
  }
  return longest;
}

/** Length of the run up or down by one that begins at `index`; under three it is none. */
function runLength(points: readonly number[], index: number): number {
  const step = (points[index + 1] ?? Number.NaN) - (points[index] ?? 0);
  if (Math.abs(step) !== 1) {
    return 1;
  }
  let length = 2;
  while ((points[index + length] ?? Number.NaN) - (points[index + length - 1] ?? 0) === step) {
    length += 1;
  }
  return length >= pieceMin ? length : 1;
}

/** Size of the alphabet by the kinds of characters present, as the recommendation counts. */
function alphabetOf(password: string): number {
  const kinds = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/[0-9]/, 10],
    [/[^a-zA-Z0-9]/, 37],
  ] as const;
  return kinds.reduce((sum, [kind, size]) => sum + (kind.test(password) ? size : 0), 0);
}

/** A phrase of three words or more counts by its different words, whatever their length. */
function bitsByWords(password: string): number {
  const words = password
    .trim()
    .toLowerCase()
    .split(/[\s._-]+/);
  const isPhrase = words.length >= 3 && words.every((word) => /^\p{L}+$/u.test(word));
  return isPhrase ? new Set(words).size * bitsPerWord : Number.POSITIVE_INFINITY;
}
