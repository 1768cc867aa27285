/** A canary: this file breaks one law of the house on purpose, so that a test sees it. */

import type { MaskedAccessUnit } from '@beffroi/picture';

export function pretend(unit: unknown): MaskedAccessUnit {
  return unit as unknown as MaskedAccessUnit;
}

export function all(units: unknown): readonly MaskedAccessUnit[] {
  return <readonly MaskedAccessUnit[]>units;
}

export function looks(unit: unknown): unit is MaskedAccessUnit {
  return unit !== undefined;
}
