/**
 * RTP packets (RFC 3550 section 5.1) and RTCP sender reports (section 6.4.1), as views of the
 * bytes that came. What isn't one answers undefined; nothing throws.
 */

export interface RtpPacket {
  readonly marker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payloadType: number;
  readonly payload: Uint8Array;
}

export function parseRtp(bytes: Uint8Array): RtpPacket | undefined {
  const first = bytes[0] ?? 0;
  if (bytes.length < 13 || first >> 6 !== 2) {
    return undefined;
  }
  let start = 12 + (first & 15) * 4;
  if ((first & 0x10) !== 0) {
    start += 4 + uint16(bytes, start + 2) * 4;
  }
  const padding = (first & 0x20) === 0 ? 0 : (bytes[bytes.length - 1] ?? 0);
  const end = bytes.length - padding;
  if (start >= end) {
    return undefined;
  }
  return {
    marker: (bytes[1] ?? 0) >= 0x80,
    sequence: uint16(bytes, 2),
    timestamp: uint32(bytes, 4),
    ssrc: uint32(bytes, 8),
    payloadType: (bytes[1] ?? 0) & 0x7f,
    payload: bytes.subarray(start, end),
  };
}

/** Whether a packet of the RTP port or channel is really RTCP (RFC 5761 section 4). */
export function isRtcp(bytes: Uint8Array): boolean {
  const type = bytes[1] ?? 0;
  return type >= 192 && type <= 223;
}

/** The camera's clock at an RTP timestamp. */
export interface SenderReport {
  /** Milliseconds since 1970 by the camera's clock, with fractions. */
  readonly wallMs: number;
  readonly timestamp: number;
}

/** Seconds between the NTP epoch (1900) and ours. */
const ntpEpochSeconds = 2_208_988_800;

/** First sender report of a compound packet; one without a clock (NTP 0) counts as none. */
export function parseSenderReport(bytes: Uint8Array): SenderReport | undefined {
  let offset = 0;
  while (offset + 8 <= bytes.length && (bytes[offset] ?? 0) >> 6 === 2) {
    const length = 4 + uint16(bytes, offset + 2) * 4;
    if (bytes[offset + 1] === 200 && length >= 28 && offset + 20 <= bytes.length) {
      const seconds = uint32(bytes, offset + 8);
      // NTP era 1 began in 2036: a count under half an era is of that one (RFC 4330 section 3).
      const era = seconds < 0x80000000 ? 2 ** 32 : 0;
      const fraction = uint32(bytes, offset + 12) / 2 ** 32;
      return seconds === 0
        ? undefined
        : {
            wallMs: (seconds + era - ntpEpochSeconds + fraction) * 1000,
            timestamp: uint32(bytes, offset + 16),
          };
    }
    offset += length;
  }
  return undefined;
}

function uint16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

function uint32(bytes: Uint8Array, offset: number): number {
  return uint16(bytes, offset) * 65_536 + uint16(bytes, offset + 2);
}
