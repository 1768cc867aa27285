/**
 * The one maker of clear pictures: what comes out of a camera's stream may show what nobody has a
 * right to see, and says so by its type until the mask engine has dealt with it (MSK-1).
 */

import type { AccessUnit, ClearAccessUnit } from '@beffroi/picture';

export function clearAccessUnit(unit: AccessUnit): ClearAccessUnit {
  return unit as ClearAccessUnit;
}
