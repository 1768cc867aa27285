/**
 * Reads what the encoding ffmpeg writes: FLV, because it is the one container of that program that
 * gives each picture at once, with its length and whether it is a key picture. Only the parts that
 * our own command can produce are understood (Adobe FLV specification, annex E).
 */

import { concatBytes, Failure } from '@beffroi/kernel';
import { nalUnits } from '@beffroi/picture';

const fileHeadBytes = 9 + 4;
const tagHeadBytes = 11;
const tagTailBytes = 4;
const videoTag = 9;
const tagBytesMax = 16 * 1024 * 1024;

export interface FlvPicture {
  readonly key: boolean;
  /** NAL units without lengths; parameter sets first at a key picture. */
  readonly nals: readonly Uint8Array[];
}

export class FlvReader {
  #bytes: Uint8Array = new Uint8Array();
  #headRead = false;
  #parameterSets: readonly Uint8Array[] = [];

  *read(chunk: Uint8Array): Generator<FlvPicture, void, undefined> {
    this.#bytes = this.#bytes.length === 0 ? chunk : concatBytes([this.#bytes, chunk]);
    if (!this.#headRead && this.#bytes.length >= fileHeadBytes) {
      this.#headRead = true;
      this.#bytes = this.#bytes.subarray(fileHeadBytes);
    }
    while (this.#headRead && this.#bytes.length >= tagHeadBytes) {
      const [type = 0, a = 0, b = 0, c = 0] = this.#bytes;
      const length = (a << 16) | (b << 8) | c;
      if (length > tagBytesMax) {
        throw new Failure('encoder-failed', `The encoder wrote a picture of ${length} bytes.`);
      }
      const end = tagHeadBytes + length;
      if (this.#bytes.length < end + tagTailBytes) {
        return;
      }
      const body = this.#bytes.subarray(tagHeadBytes, end);
      this.#bytes = this.#bytes.subarray(end + tagTailBytes);
      const picture = type === videoTag ? this.#videoTag(body) : null;
      if (picture !== null) {
        yield picture;
      }
    }
  }

  /** Frame type and codec, packet type, three bytes of composition time, then the packet. */
  #videoTag(body: Uint8Array): FlvPicture | null {
    const packet = body.subarray(5);
    if (body[1] === 0) {
      this.#parameterSets = configurationSets(packet);
      return null;
    }
    if (body[1] !== 1) {
      return null;
    }
    const key = (body[0] ?? 0) >> 4 === 1;
    const nals = [...nalUnits(packet)];
    return { key, nals: key ? [...this.#parameterSets, ...nals] : nals };
  }
}

/** SPS and PPS of a decoder configuration record (ISO 14496-15, 5.3.3.1). */
function configurationSets(record: Uint8Array): Uint8Array[] {
  const sets: Uint8Array[] = [];
  let at = 5;
  for (const mask of [0x1f, 0xff]) {
    const count = (record[at] ?? 0) & mask;
    at += 1;
    for (let i = 0; i < count; i++) {
      const length = ((record[at] ?? 0) << 8) | (record[at + 1] ?? 0);
      sets.push(record.slice(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }
  return sets;
}
