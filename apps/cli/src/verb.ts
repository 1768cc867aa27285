/** What every verb of the command line has: a line of help, options, and a result to print. */

import type { ParseArgsConfig } from 'node:util';

export interface Verb {
  readonly name: string;
  /** `camera probe URL`: how it is written. */
  readonly usage: string;
  readonly about: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  run(call: Call): Promise<void>;
}

export interface Call {
  readonly words: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly json: boolean;
  /** Prints the result: the object with `--json`, the lines otherwise. */
  readonly print: (result: unknown, lines: readonly string[]) => void;
}

/** A text option, or its default. */
export function textOption(call: Call, name: string): string | null {
  const value = call.values[name];
  return typeof value === 'string' ? value : null;
}
