/**
 * A defect is our own mistake. It is thrown, never handled: the process stops and recovers by its
 * procedure.
 */

export class Defect extends Error {
  override readonly name = 'Defect';
}

/** Stops the process when something the code itself guarantees is not so. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) {
    throw new Defect(what);
  }
}

/** Closes an exhaustive switch: a case that is missing does not compile. */
export function unreachable(value: never): never {
  throw new Defect(`unreachable: ${String(value)}`);
}
