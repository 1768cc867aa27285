/** NAL unit types of H.265 (table 7-1) that a recorder must tell apart. */

export const h265Nal = {
  raslN: 8,
  raslR: 9,
  firstKey: 16,
  cra: 21,
  lastKey: 21,
  vps: 32,
  sps: 33,
  pps: 34,
  delimiter: 35,
  endOfSequence: 36,
  endOfStream: 37,
  filler: 38,
  prefixSei: 39,
  suffixSei: 40,
} as const;

export function h265NalType(headerByte: number): number {
  return (headerByte >> 1) & 63;
}
