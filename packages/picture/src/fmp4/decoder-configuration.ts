/**
 * `avcC` and `hvcC` (ISO 14496-15 sections 5.3.3 and 8.3.3) from parameter sets. Only the few
 * fields these records repeat are read from the SPS; a set that can't be read gives the values of
 * 8-bit 4:2:0, which is what cameras send: the sets themselves, in the record and in the pictures,
 * are what a decoder obeys.
 */

import { concatBytes } from '@beffroi/kernel';
import type { StreamFormat } from '../access-unit.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { box, u8, u16 } from './box.ts';

interface SampleKind {
  readonly chroma: number;
  readonly lumaMinus8: number;
  readonly chromaMinus8: number;
}

const usual: SampleKind = { chroma: 1, lumaMinus8: 0, chromaMinus8: 0 };

/** Profiles whose SPS says chroma format and depths (ITU-T H.264 section 7.3.2.1.1). */
const highProfiles = new Set([44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 144, 244]);

export function decoderConfiguration(format: StreamFormat): Uint8Array {
  return format.codec === 'h264' ? avcC(format.parameterSets) : hvcC(format.parameterSets);
}

function avcC(sets: readonly Uint8Array[]): Uint8Array {
  const sps = sets.filter((set) => ((set[0] ?? 0) & 31) === 7);
  const pps = sets.filter((set) => ((set[0] ?? 0) & 31) === 8);
  const [, profile = 66, constraints = 0, level = 30] = sps[0] ?? [];
  const parts = [u8(1, profile, constraints, level, 0xff, 0xe0 | sps.length), ...sps.map(counted)];
  parts.push(u8(pps.length), ...pps.map(counted));
  if (highProfiles.has(profile)) {
    const kind = avcSampleKind(sps[0] ?? u8());
    parts.push(u8(0xfc | kind.chroma, 0xf8 | kind.lumaMinus8, 0xf8 | kind.chromaMinus8, 0));
  }
  return box('avcC', ...parts);
}

function hvcC(sets: readonly Uint8Array[]): Uint8Array {
  const ofType = (type: number) => sets.filter((set) => (((set[0] ?? 0) >> 1) & 63) === type);
  const bits = new BitReader(ofType(33)[0] ?? u8());
  bits.skip(20);
  const subLayers = bits.bits(3);
  const nested = bits.bits(1);
  const profileTierLevel = Uint8Array.from({ length: 12 }, () => bits.bits(8));
  const kind = hevcSampleKind(bits, subLayers);
  const arrays = [32, 33, 34].filter((type) => ofType(type).length > 0);
  return box(
    'hvcC',
    u8(1),
    profileTierLevel,
    u8(0xf0, 0, 0xfc, 0xfc | kind.chroma, 0xf8 | kind.lumaMinus8, 0xf8 | kind.chromaMinus8, 0, 0),
    u8(((subLayers + 1) << 3) | (nested << 2) | 3, arrays.length),
    ...arrays.flatMap((type) => [u8(type), u16(ofType(type).length), ...ofType(type).map(counted)]),
  );
}

function counted(nal: Uint8Array): Uint8Array {
  return concatBytes([u16(nal.length), nal]);
}

function avcSampleKind(sps: Uint8Array): SampleKind {
  const bits = new BitReader(sps);
  bits.skip(32);
  bits.unsigned();
  const chroma = bits.unsigned();
  if (chroma === 3) {
    bits.flag();
  }
  return sampleKind(bits, chroma, bits.unsigned(), bits.unsigned());
}

/** `bits` stand behind the 12 bytes of the general profile and level. */
function hevcSampleKind(bits: BitReader, subLayers: number): SampleKind {
  const present: boolean[] = [];
  for (let i = 0; i < subLayers; i++) {
    present.push(bits.flag(), bits.flag());
  }
  bits.skip(subLayers > 0 ? 2 * (8 - subLayers) : 0);
  present.forEach((there, index) => {
    // The profile of a sub-layer is 88 bits, its level 8 (ITU-T H.265 section 7.3.3).
    bits.skip(there ? (index % 2 === 0 ? 88 : 8) : 0);
  });
  bits.unsigned();
  const chroma = bits.unsigned();
  if (chroma === 3) {
    bits.flag();
  }
  bits.unsigned();
  bits.unsigned();
  if (bits.flag()) {
    for (let side = 0; side < 4; side++) {
      bits.unsigned();
    }
  }
  return sampleKind(bits, chroma, bits.unsigned(), bits.unsigned());
}

function sampleKind(
  bits: BitReader,
  chroma: number,
  lumaMinus8: number,
  chromaMinus8: number,
): SampleKind {
  return !bits.overrun && chroma <= 3 && lumaMinus8 <= 7 && chromaMinus8 <= 7
    ? { chroma, lumaMinus8, chromaMinus8 }
    : usual;
}
