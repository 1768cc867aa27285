/** A canary: this file breaks one law of the house on purpose, so that a test sees it. */

export { ok } from '../../kernel/src/result.ts';
export { err } from '@beffroi/kernel/src/result.ts';
