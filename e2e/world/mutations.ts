/**
 * A seeded hand that breaks RTP packets of one group of pictures, or an SDP answer, in the ways a
 * camera, a network or a stranger might: bytes flipped, NAL units cut short, sizes and sequence
 * numbers that lie, parameter sets of absurd pictures, another codec, garbage between the packets.
 * A failing case is its number.
 */

import { deflateSync } from 'node:zlib';

export type Chance = (below: number) => number;

/** xorshift32. */
export function chanceOf(seed: number): Chance {
  let state = (seed * 2_654_435_761 + 1) | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const rtpHead = 4;
const payloadAt = 16;
/** A baseline SPS of 65,520 x 65,520 pixels (RFC 6184 says nothing against it). */
const hugeSps = spsOf('1', '1', '011', '010', '0', hugeMacroblocks(), hugeMacroblocks(), '1100');

/** What a mutation does with one packet of the group; state lives in the closure. */
export type Mutation = (packet: Buffer) => readonly Buffer[];
type MutationMaker = (chance: Chance) => Mutation;

const one = (change: (packet: Buffer) => void): Mutation => {
  return (packet) => {
    const copy = Buffer.from(packet);
    change(copy);
    return [copy];
  };
};

export const packetMutations: Readonly<Record<string, MutationMaker>> = {
  'payload bytes flipped': (chance) =>
    one((packet) => {
      for (let i = 0; i < chance(30); i++) {
        packet[payloadAt + chance(packet.length - payloadAt)] = chance(256);
      }
    }),
  'NAL units cut short': (chance) => (packet) => {
    const copy = Buffer.from(packet.subarray(0, payloadAt + 1 + chance(packet.length - payloadAt)));
    copy.writeUInt16BE(copy.length - rtpHead, 2);
    return [copy];
  },
  'interleaved sizes lie': (chance) =>
    one((packet) => {
      // What a size swallows is lost, so a lie of 64 KiB costs a slow stream seconds.
      if (chance(4) === 0) {
        packet.writeUInt16BE(chance(3000), 2);
      }
    }),
  'sequence numbers swapped': (chance) =>
    one((packet) => packet.writeUInt16BE((packet.readUInt16BE(6) + chance(5) - 2) & 0xffff, 6)),
  'sequence numbers leap': (chance) =>
    one((packet) =>
      packet.writeUInt16BE((packet.readUInt16BE(6) + 20_000 + chance(100)) & 0xffff, 6),
    ),
  'packets out of order': () => {
    let kept: Buffer | null = null;
    return (packet) => {
      const before = kept;
      kept = before === null ? packet : null;
      return before === null ? [] : [packet, before];
    };
  },
  'packets lost': (chance) => (packet) => (chance(4) === 0 ? [] : [packet]),
  'packets doubled': (chance) => (packet) => (chance(3) === 0 ? [packet, packet] : [packet]),
  'garbage between packets': (chance) => (packet) =>
    chance(6) === 0 ? [garbage(chance, 1 + chance(3000)), packet] : [packet],
  'timestamps lie': (chance) =>
    one((packet) => packet.writeUInt32BE(chance(2) === 0 ? chance(0xffffffff) : 0, 8)),
  'one timestamp for all': () => {
    let first: number | null = null;
    return one((packet) => {
      first ??= packet.readUInt32BE(8);
      packet.writeUInt32BE(first, 8);
    });
  },
  'markers lie': (chance) =>
    one((packet) => {
      packet[5] = ((packet[5] ?? 0) & 0x7f) | (chance(2) * 0x80);
    }),
  'RTP headers lie': (chance) =>
    one((packet) => {
      packet[4] = chance(3) === 0 ? chance(256) : (packet[4] ?? 0x80);
      packet[5] = chance(6) === 0 ? chance(256) : (packet[5] ?? 96);
    }),
  'NAL types lie': (chance) =>
    one((packet) => {
      const at = ((packet[payloadAt] ?? 0) & 31) === 28 ? payloadAt + 1 : payloadAt;
      packet[at] = ((packet[at] ?? 0) & 0xe0) | (chance(2) === 0 ? 5 : chance(32));
    }),
  'fragments without beginning or end': (chance) =>
    one((packet) => {
      if (((packet[payloadAt] ?? 0) & 31) === 28) {
        packet[payloadAt + 1] = ((packet[payloadAt + 1] ?? 0) & 0x1f) | (chance(4) << 6);
      }
    }),
  'parameter sets mutated': (chance) =>
    one((packet) => {
      if (((packet[payloadAt] ?? 0) & 31) === 24) {
        packet[payloadAt + 4 + chance(Math.max(1, packet.length - payloadAt - 4))] = chance(256);
      }
    }),
  'a picture too large to be true': () => (packet) =>
    ((packet[payloadAt] ?? 0) & 31) === 24 ? [withPayload(packet, hugeSps), packet] : [packet],
  'another codec': (chance) =>
    one((packet) => {
      packet[payloadAt] = [0x26, 0x40, 0x42, 0x44, 0x62][chance(5)] ?? 0x26;
      packet[payloadAt + 1] = 1;
    }),
  'compressed nonsense': (chance) => (packet) => [
    withPayload(packet, deflateSync(garbage(chance, 600))),
  ],
  'empty packets': (chance) => (packet) =>
    chance(3) === 0 ? [withPayload(packet, Buffer.alloc(0)), packet] : [packet],
};

/** What an SDP may say that is not so. */
export const sdpLies: Readonly<Record<string, (sdp: string, chance: Chance) => string>> = {
  'another codec': (sdp) => sdp.replace('H264/90000', 'H265/90000'),
  'an unknown codec': (sdp) => sdp.replace('H264/90000', 'VP9/90000'),
  'another clock': (sdp) => sdp.replace('H264/90000', 'H264/8000'),
  'no clock': (sdp) => sdp.replace('H264/90000', 'H264/0'),
  'another payload type': (sdp) => sdp.replaceAll('96', '97'),
  'parameter sets that are none': (sdp, chance) =>
    sdp.replace(
      /sprop-parameter-sets=[^;\r\n]*/,
      `sprop-parameter-sets=${garbage(chance, 40).toString('base64')}`,
    ),
  'a picture too large to be true': (sdp) =>
    sdp.replace(
      /sprop-parameter-sets=[^;\r\n]*/,
      `sprop-parameter-sets=${hugeSps.toString('base64')},aO48gA==`,
    ),
  'bytes flipped': (sdp, chance) => {
    const bytes = Buffer.from(sdp, 'latin1');
    for (let i = 0; i < 12; i++) {
      bytes[chance(bytes.length)] = 32 + chance(90);
    }
    return bytes.toString('latin1');
  },
  'cut short': (sdp, chance) => sdp.slice(0, chance(sdp.length)),
  'no video': (sdp) => sdp.replace('m=video', 'm=application'),
  'a track elsewhere': (sdp) => sdp.replace(/a=control:.*/g, 'a=control:rtsp://203.0.113.9/x'),
  'a thousand lines': (sdp) => `${sdp}${'a=x:y\r\n'.repeat(1000)}`,
};

/** The same answer with a lying body, its length told truly. */
export function withLyingSdp(answer: string, seed: number): string {
  const chance = chanceOf(seed);
  const at = answer.indexOf('\r\n\r\n') + 4;
  const names = Object.keys(sdpLies);
  const lie = sdpLies[names[seed % names.length] ?? ''];
  const body = lie?.(answer.slice(at), chance) ?? '';
  return (
    answer.slice(0, at).replace(/content-length: *\d+/i, `Content-Length: ${body.length}`) + body
  );
}

export function garbage(chance: Chance, sizeBytes: number): Buffer {
  return Buffer.from(Array.from({ length: sizeBytes }, () => chance(256)));
}

function spsOf(...bits: readonly string[]): Buffer {
  const text = `${bits.join('')}1`;
  const bytes = text.padEnd(Math.ceil(text.length / 8) * 8, '0').match(/.{8}/g) ?? [];
  return Buffer.from([0x67, 0x42, 0xc0, 0x3e, ...bytes.map((byte) => Number.parseInt(byte, 2))]);
}

/** 4,095 macroblocks, less one, as an Exp-Golomb code. */
function hugeMacroblocks(): string {
  return `${'0'.repeat(11)}${'1'.repeat(12)}`;
}

function withPayload(packet: Buffer, payload: Buffer): Buffer {
  const made = Buffer.concat([packet.subarray(0, payloadAt), payload]);
  made.writeUInt16BE(made.length - rtpHead, 2);
  return made;
}
