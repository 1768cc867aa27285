/**
 * The two ways an answer is no: the law refused (`RefusalError`, with its rule and words in both
 * languages) or the world failed (`UnreachableError`). Thrown, because react-query and forms catch.
 */

import type { RefusalBody } from '@beffroi/wire';

export class RefusalError extends Error {
  readonly status: number;
  readonly rule: string;
  readonly code: string;
  readonly words: RefusalBody['words'];
  /** What is to be confirmed before the act is asked again (SEC-30). */
  readonly confirmationId: string | undefined;

  constructor(status: number, body: RefusalBody) {
    super(body.words.en);
    this.name = 'RefusalError';
    this.status = status;
    this.rule = body.rule;
    this.code = body.code;
    this.words = body.words;
    this.confirmationId = body.confirmationId;
  }
}

export class UnreachableError extends Error {
  readonly status: number | null;

  constructor(status: number | null, detail: string, cause?: unknown) {
    super(`The centre gave no usable answer (${detail}). Check the network, then try again.`, {
      cause,
    });
    this.name = 'UnreachableError';
    this.status = status;
  }
}

/** A refusal out of an answer's body, undefined when it is not one. */
export function refusalOf(status: number, body: unknown): RefusalError | undefined {
  if (typeof body !== 'object' || body === null) {
    return undefined;
  }
  const { rule, code, words, confirmationId } = body as Partial<RefusalBody>;
  if (typeof rule !== 'string' || typeof code !== 'string' || typeof words?.fr !== 'string') {
    return undefined;
  }
  const wanted = confirmationId === undefined ? {} : { confirmationId };
  return new RefusalError(status, { rule, code, words, ...wanted });
}
