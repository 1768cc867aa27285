/**
 * The only maker of masked pictures (MSK-1). A `MaskedAccessUnit` may be shown and kept, so each way
 * to get one is a door with a name and a precondition, and the cast stands here and nowhere else:
 * `tools/tidy` refuses it in any other file. A new way to mask is a new door, argued for here.
 * Nothing in this file looks at pixels: who calls a door answers for what its sentence says.
 */

import { assert } from '@beffroi/kernel';
import type { MaskVerdict } from '@beffroi/office';
import type { AccessUnit, ClearAccessUnit, MaskedAccessUnit, MaskMark } from '@beffroi/picture';

/** A picture our encoder made from planes in which this mark's geometry had just been drawn. */
export function maskedByEngine(unit: AccessUnit, mark: MaskMark): MaskedAccessUnit {
  assert(mark.mode === 'server', `an engine picture is marked ${mark.mode}`);
  return marked(unit, mark);
}

/**
 * A picture of a camera that masks itself: `verdict` is the verifier's, about the key picture this
 * one depends on (itself included), and says masked (MSK-4).
 */
export function maskedByCamera(
  unit: ClearAccessUnit,
  verdict: MaskVerdict,
  mark: MaskMark,
): MaskedAccessUnit {
  assert(verdict.masked, 'a picture was passed on although its key picture is not masked');
  assert(mark.mode === 'camera', `a camera-masked picture is marked ${mark.mode}`);
  return marked(unit, mark);
}

/** A picture of a camera for which a named person declared that nothing private is in view. */
export function declaredNoneNeeded(unit: ClearAccessUnit, mark: MaskMark): MaskedAccessUnit {
  assert(mark.mode === 'none-needed', `a picture without mask is marked ${mark.mode}`);
  return marked(unit, mark);
}

/**
 * A picture read from the pipe of a mask worker that this process started itself: the worker writes
 * what `maskedByEngine` made and nothing else.
 */
export function maskedFromWorker(unit: AccessUnit, mark: MaskMark): MaskedAccessUnit {
  assert(mark.mode === 'server', `a worker's picture is marked ${mark.mode}`);
  return marked(unit, mark);
}

/**
 * A picture received over the authenticated link of a recorder, which accepts masked pictures only
 * and names the mark of each; or read back from a recording, which holds nothing else.
 */
export function maskedFromLink(unit: AccessUnit, mark: MaskMark): MaskedAccessUnit {
  return marked(unit, mark);
}

function marked(unit: AccessUnit, mask: MaskMark): MaskedAccessUnit {
  const { codec, key, data, ticks, presentationTicks, receivedMs, cameraMs } = unit;
  const order = presentationTicks === undefined ? {} : { presentationTicks };
  return { codec, key, data, ticks, ...order, receivedMs, cameraMs, mask } as MaskedAccessUnit;
}
