/** What a law says when it is broken: which law, where, and what to do, in one sentence. */

export interface Finding {
  readonly law: string;
  /** Path from the root of the house. */
  readonly path: string;
  /** 1 for a whole file. */
  readonly line: number;
  readonly words: string;
}

/** A line for a terminal: `path:line law: words`. */
export function sayFinding({ law, path, line, words }: Finding): string {
  return `${path}:${line} ${law}: ${words}`;
}
