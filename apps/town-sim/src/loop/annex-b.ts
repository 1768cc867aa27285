/** From what x264 gives (start codes) to what our server takes (each NAL unit behind its length). */

/** NAL units of an Annex B text, without start codes; trailing zeros go with the start code. */
export function splitAnnexB(annexB: Uint8Array): Uint8Array[] {
  const units: Uint8Array[] = [];
  let begin = -1;
  for (let index = 0; index + 2 < annexB.length; index++) {
    if (annexB[index] !== 0 || annexB[index + 1] !== 0 || annexB[index + 2] !== 1) {
      continue;
    }
    if (begin >= 0) {
      units.push(annexB.subarray(begin, annexB[index - 1] === 0 ? index - 1 : index));
    }
    begin = index + 3;
    index += 2;
  }
  if (begin >= 0) {
    units.push(annexB.subarray(begin));
  }
  return units;
}

const supplementalUnit = 6;
const sequenceSet = 7;
const pictureSet = 8;
const delimiter = 9;

export function isParameterSet(unit: Uint8Array): boolean {
  const type = (unit[0] ?? 0) & 31;
  return type === sequenceSet || type === pictureSet;
}

/** An access unit of our contract: no delimiters, no encoder's boasts (SEI), 4-byte lengths. */
export function toAccessUnitData(annexB: Uint8Array): Uint8Array {
  const units = splitAnnexB(annexB).filter((unit) => {
    const type = (unit[0] ?? 0) & 31;
    return type !== supplementalUnit && type !== delimiter;
  });
  const data = new Uint8Array(units.reduce((sum, unit) => sum + 4 + unit.length, 0));
  const view = new DataView(data.buffer);
  let at = 0;
  for (const unit of units) {
    view.setUint32(at, unit.length);
    data.set(unit, at + 4);
    at += 4 + unit.length;
  }
  return data;
}

/** SPS and PPS of a key picture. */
export function parameterSetsOf(annexB: Uint8Array): Uint8Array[] {
  return splitAnnexB(annexB).filter(isParameterSet);
}
