/** A case of the contract that every keeper of facts passes, without a test runner. */

import { assert, canonicalJson, type Json } from '@beffroi/kernel';
import type { Facts } from '../ports/facts.ts';

export interface FactsCase {
  readonly title: string;
  run(facts: Facts): Promise<void>;
}

export function same(given: unknown, wanted: unknown, what: string): void {
  const text = (value: unknown) => canonicalJson(plain(value));
  assert(text(given) === text(wanted), `${what}: ${text(given)} is not ${text(wanted)}`);
}

/** Bytes as lists of numbers, so that any two values compare. */
function plain(value: unknown): Json {
  if (value instanceof Uint8Array) {
    return [...value];
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
  }
  return value as Json;
}
