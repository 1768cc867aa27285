/** A canary: this file breaks one law of the house on purpose, so that a test sees it. */

export interface Case {
  readonly process: string;
  readonly window: number;
}

export function first(process: Case): string {
  return process.process;
}
