/**
 * One access unit to RTP packets behind interleaved headers, in a single buffer (RFC 6184, RFC
 * 7798): small NAL units that follow each other travel together, large ones in fragments.
 */

import { nalUnits, type VideoCodec } from '@beffroi/picture';

/** Payload of one packet, bytes: fits an Ethernet frame with every header around it. */
const payloadBytesMax = 1400;
const interleavedBytes = 4;
const rtpBytes = 12;
const before = interleavedBytes + rtpBytes;

export interface PacketHead {
  readonly channel: number;
  readonly payloadType: number;
  readonly ssrc: number;
  readonly timestamp: number;
  readonly firstSequence: number;
  readonly marker: boolean;
}

/** Packets of one access unit, each with its interleaved header. */
export function packetize(codec: VideoCodec, data: Uint8Array, head: PacketHead): Buffer[] {
  const payloads = payloadsOf(codec, data);
  return payloads.map((parts, index) => {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const packet = Buffer.allocUnsafe(before + length);
    const last = index === payloads.length - 1;
    packet[0] = 0x24;
    packet[1] = head.channel;
    packet.writeUInt16BE(rtpBytes + length, 2);
    packet[4] = 0x80;
    packet[5] = head.payloadType | (last && head.marker ? 0x80 : 0);
    packet.writeUInt16BE((head.firstSequence + index) & 0xffff, 6);
    packet.writeUInt32BE(head.timestamp >>> 0, 8);
    packet.writeUInt32BE(head.ssrc >>> 0, 12);
    let offset = before;
    for (const part of parts) {
      packet.set(part, offset);
      offset += part.length;
    }
    return packet;
  });
}

/** RTCP sender report (RFC 3550 section 6.4.1) behind an interleaved header. */
export function senderReport(
  head: Pick<PacketHead, 'channel' | 'ssrc' | 'timestamp'>,
  wallMs: number,
  sent: { readonly packets: number; readonly bytes: number },
): Buffer {
  const report = Buffer.alloc(interleavedBytes + 28);
  const seconds = Math.floor(wallMs / 1000);
  report[0] = 0x24;
  report[1] = head.channel;
  report.writeUInt16BE(28, 2);
  report[4] = 0x80;
  report[5] = 200;
  report.writeUInt16BE(6, 6);
  report.writeUInt32BE(head.ssrc >>> 0, 8);
  // NTP counts from 1900.
  report.writeUInt32BE((seconds + 2_208_988_800) >>> 0, 12);
  report.writeUInt32BE(Math.floor((wallMs / 1000 - seconds) * 2 ** 32) >>> 0, 16);
  report.writeUInt32BE(head.timestamp >>> 0, 20);
  report.writeUInt32BE(sent.packets >>> 0, 24);
  report.writeUInt32BE(sent.bytes >>> 0, 28);
  return report;
}

type Payload = readonly Uint8Array[];

function payloadsOf(codec: VideoCodec, data: Uint8Array): Payload[] {
  const payloads: Payload[] = [];
  let small: Uint8Array[] = [];
  let smallBytes = 0;
  const flush = () => {
    const [only] = small;
    if (small.length === 1 && only !== undefined) {
      payloads.push([only]);
    } else if (small.length > 1) {
      payloads.push(aggregation(codec, small));
    }
    small = [];
    smallBytes = 3;
  };
  for (const nal of nalUnits(data)) {
    if (nal.length + 2 + smallBytes > payloadBytesMax) {
      flush();
    }
    if (nal.length + 8 > payloadBytesMax) {
      payloads.push(...fragments(codec, nal));
    } else {
      small.push(nal);
      smallBytes += nal.length + 2;
    }
  }
  flush();
  return payloads;
}

/** STAP-A or AP. */
function aggregation(codec: VideoCodec, nals: readonly Uint8Array[]): Payload {
  const importance = Math.max(...nals.map((nal) => (nal[0] ?? 0) & 0x60));
  const head = codec === 'h264' ? [24 | importance] : [48 << 1, 1];
  return [
    Uint8Array.from(head),
    ...nals.flatMap((nal) => [Uint8Array.from([nal.length >> 8, nal.length & 255]), nal]),
  ];
}

/** FU-A or FU. */
function fragments(codec: VideoCodec, nal: Uint8Array): Payload[] {
  const headBytes = codec === 'h264' ? 1 : 2;
  const first = nal[0] ?? 0;
  const type = codec === 'h264' ? first & 31 : (first >> 1) & 63;
  const pieces: Payload[] = [];
  for (let from = headBytes; from < nal.length; from += payloadBytesMax - 3) {
    const to = Math.min(nal.length, from + payloadBytesMax - 3);
    const mark = (from === headBytes ? 0x80 : 0) | (to === nal.length ? 0x40 : 0) | type;
    const head =
      codec === 'h264'
        ? [(first & 0xe0) | 28, mark]
        : [(first & 0x81) | (49 << 1), nal[1] ?? 1, mark];
    pieces.push([Uint8Array.from(head), nal.subarray(from, to)]);
  }
  return pieces;
}
