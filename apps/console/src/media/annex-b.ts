/**
 * Cuts an H.264 Annex B clip into access units, one a picture: enough for the known clips of the
 * self-test (one slice a picture), not a general parser; that one is in the picture room. No DOM.
 */

const firstSliceType = 1;
const lastSliceType = 5;

export interface ClipPicture {
  readonly key: boolean;
  readonly bytes: Uint8Array;
}

/** Each access unit ends with its slice; parameter sets go with the picture that follows them. */
export function splitPictures(clip: Uint8Array): ClipPicture[] {
  const starts = startCodes(clip);
  const pictures: ClipPicture[] = [];
  let from = 0;
  starts.forEach((start, i) => {
    const type = clip[start + 3]! & 0x1f;
    if (type >= firstSliceType && type <= lastSliceType) {
      const next = starts[i + 1];
      // A four-byte start code begins with a zero that belongs to the next unit.
      const end = next === undefined ? clip.length : clip[next - 1] === 0 ? next - 1 : next;
      pictures.push({ key: type === lastSliceType, bytes: clip.subarray(from, end) });
      from = end;
    }
  });
  return pictures;
}

function startCodes(clip: Uint8Array): number[] {
  const starts: number[] = [];
  for (let i = 0; i + 3 < clip.length; i += 1) {
    if (clip[i] === 0 && clip[i + 1] === 0 && clip[i + 2] === 1) {
      starts.push(i);
    }
  }
  return starts;
}
