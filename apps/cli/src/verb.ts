/** What every verb of the command line has: a line of help, options, and a result to print. */

import type { ParseArgsConfig } from 'node:util';
import { Failure } from '@beffroi/kernel';

export type VerbOption = NonNullable<ParseArgsConfig['options']>[string] & {
  /** What `--help` says of it. */
  readonly about: string;
  /** What stands for its value in `--help`; `VALUE` when absent. */
  readonly value?: string;
};

export interface Verb {
  readonly name: string;
  /** `camera probe URL`: how it is written. */
  readonly usage: string;
  readonly about: string;
  readonly options: Readonly<Record<string, VerbOption>>;
  run(call: Call): Promise<void>;
}

export interface Call {
  readonly words: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly json: boolean;
  /** Prints the result: the object with `--json`, the lines otherwise. */
  readonly print: (result: unknown, lines: readonly string[]) => void;
}

/** The one word a verb wants; throws Failure `usage` that says what is missing or too much. */
export function onlyWord(call: Call, wanted: string): string {
  const [word, ...others] = call.words;
  if (word === undefined || word === '') {
    throw new Failure('usage', `say ${wanted}`);
  }
  noMoreWords(others);
  return word;
}

/** A verb takes no word more than it knows: one mistyped would be passed over in silence. */
export function noMoreWords(words: readonly string[]): void {
  if (words.length > 0) {
    throw new Failure('usage', `there is a word too many: ${words.join(' ')}`);
  }
}

/** A number option within its limits, or its default; throws Failure `usage`. */
export function numberOption(
  call: Call,
  name: string,
  otherwise: number,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  const text = textOption(call, name);
  const value = text === null ? otherwise : Number(text);
  if (text === '' || !(value >= min && value <= max)) {
    throw new Failure('usage', `--${name} is a number from ${min} to ${max}, not ${text}`);
  }
  return value;
}

/** An option of a closed list, null when it isn't given; throws Failure `usage`. */
export function oneOfOption<Word extends string>(
  call: Call,
  name: string,
  words: readonly Word[],
): Word | null {
  const text = textOption(call, name);
  const word = words.find((one) => one === text);
  if (text !== null && word === undefined) {
    throw new Failure('usage', `--${name} is ${words.join(' or ')}, not ${text}`);
  }
  return word ?? null;
}

export const localeOption: Verb['options'] = {
  locale: { type: 'string', value: 'fr|en', about: 'language of the findings; that of LANG' },
};

/** The language asked for, or that of the terminal; throws Failure `usage`. */
export function localeOf(call: Call): 'fr' | 'en' {
  const locale = oneOfOption(call, 'locale', ['fr', 'en']);
  return locale ?? ((process.env['LANG'] ?? '').startsWith('fr') ? 'fr' : 'en');
}

/** A text option, null when it isn't given. */
export function textOption(call: Call, name: string): string | null {
  const value = call.values[name];
  return typeof value === 'string' ? value : null;
}
