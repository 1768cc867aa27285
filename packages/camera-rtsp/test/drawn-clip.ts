/**
 * A clip that needs no footage: real parameter sets and pictures of the right shape with nothing
 * decodable in them. Good for everything below the decoder.
 */

import { joinNalUnits } from '@beffroi/picture';
import type { Clip } from '../src/server/clip-stream.ts';

const small = { sps: '674d001f95a814016e40', pps: '68ee3c80' };
const large = { sps: '67640033ace802800b59', pps: '68ee3c80' };

/** `gop` pictures, the first one a key picture; 1280x720, or 2560x1440 when `isLarge`. */
export function drawnClip(gop = 10, isLarge = false): Clip {
  const sets = isLarge ? large : small;
  const parameterSets = [Buffer.from(sets.sps, 'hex'), Buffer.from(sets.pps, 'hex')];
  const pictures = Array.from({ length: gop }, (_, index) => {
    const slice = Buffer.alloc(index === 0 ? 5000 : 300, index + 1);
    slice[0] = index === 0 ? 0x65 : 0x61;
    slice[1] = 0x80;
    return {
      key: index === 0,
      data: joinNalUnits(index === 0 ? [...parameterSets, slice] : [slice]),
    };
  });
  return { codec: 'h264', parameterSets, pictures };
}
