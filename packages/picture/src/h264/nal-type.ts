/** NAL unit types of H.264 (table 7-1) that a recorder must tell apart. */

export const h264Nal = {
  slice: 1,
  idr: 5,
  sei: 6,
  sps: 7,
  pps: 8,
  delimiter: 9,
  endOfSequence: 10,
  endOfStream: 11,
  filler: 12,
} as const;

export function h264NalType(headerByte: number): number {
  return headerByte & 31;
}
