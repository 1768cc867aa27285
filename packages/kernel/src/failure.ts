/**
 * A failure is the world's: a disk, a camera, a network. It is thrown with a closed code, carries
 * its cause, and is handled by whoever can retry, count or raise an alarm. `what` is a sentence for
 * a person: what happened, where, and what to do about it.
 */

export class Failure<Code extends string = string> extends Error {
  override readonly name: string = 'Failure';
  readonly code: Code;

  constructor(code: Code, what: string, options?: { readonly cause?: unknown }) {
    super(what, options);
    this.code = code;
  }
}

/** The sentence of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
