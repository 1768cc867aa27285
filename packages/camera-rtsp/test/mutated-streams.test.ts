/**
 * Whole RTSP conversations, broken in every way a seeded hand can think of: bytes flipped, cut
 * out, doubled, swapped, random bytes between. The machines must never throw, never hold more than
 * a picture, and get back on their feet when the stream is good again (CAM-3).
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RtspAction, RtspClient, VideoReceiver } from '@beffroi/picture';
import { describe, expect, test } from 'vitest';
import { readClip } from '../src/server/clip-stream.ts';
import { describe as describeSdp } from '../src/server/describe.ts';
import { packetize } from '../src/server/packetize.ts';

const footage = join(import.meta.dirname, '../../../../shared/data/footage');
const clips = [
  ['h264', 'kvs-dusk-street-640x480.h264'],
  ['h265', 'kvs-aquarium-640x360.h265'],
] as const;
const missing = !existsSync(footage);

/** xorshift32: a failing case is its number. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function conversation(
  codec: 'h264' | 'h265',
  file: string,
): { answers: Buffer[]; media: Buffer[] } {
  const clip = readClip(codec, readFileSync(join(footage, file)));
  const sdp = describeSdp({
    codec,
    parameterSets: clip.parameterSets,
    play: () => () => undefined,
  });
  const ok = (cseq: number, headers: string, body = '') =>
    Buffer.from(
      `RTSP/1.0 200 OK\r\nCSeq: ${cseq}\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`,
    );
  let sequence = 100;
  const media = clip.pictures.slice(0, 100).map((picture, index) => {
    const packets = packetize(codec, picture.data, {
      channel: 0,
      payloadType: 96,
      ssrc: 5,
      timestamp: index * 3600,
      firstSequence: sequence & 0xffff,
      marker: true,
    });
    sequence += packets.length;
    return Buffer.concat(packets);
  });
  const answers = [
    ok(1, ''),
    ok(2, 'Content-Type: application/sdp\r\n', sdp),
    ok(3, 'Transport: RTP/AVP/TCP;interleaved=0-1\r\nSession: 1\r\n'),
    ok(4, ''),
  ];
  return { answers, media };
}

function mutate(bytes: Buffer, random: (below: number) => number): Buffer {
  const copy = Buffer.from(bytes);
  const at = () => random(copy.length);
  switch (random(5)) {
    case 0:
      for (let i = 0; i < 1 + random(200); i++) {
        copy[at()] = random(256);
      }
      return copy;
    case 1: {
      const from = at();
      return Buffer.concat([copy.subarray(0, from), copy.subarray(from + random(3000))]);
    }
    case 2: {
      const from = at();
      const stray = Buffer.from(Array.from({ length: random(400) }, () => random(256)));
      return Buffer.concat([copy.subarray(0, from), stray, copy.subarray(from)]);
    }
    case 3: {
      const from = at();
      const piece = copy.subarray(from, from + random(3000));
      return Buffer.concat([copy.subarray(0, from), piece, copy.subarray(from)]);
    }
    default: {
      // Lengths and headers matter most: hit the first bytes of frames.
      for (let i = copy.indexOf(0x24); i !== -1; i = copy.indexOf(0x24, i + 1 + random(4000))) {
        copy[Math.min(copy.length - 1, i + random(18))] = random(256);
      }
      return copy;
    }
  }
}

/** Feeds bytes in chunks of any size through both machines; answers what came out. */
function receive(codec: 'h264' | 'h265', stream: Buffer, random: (below: number) => number) {
  const client = new RtspClient({
    url: 'rtsp://camera/live',
    credentials: null,
    transport: 'tcp',
    hash: () => '',
    clientNonce: '00112233',
  });
  const out = { pictures: 0, lastTicks: -1, gaps: 0, increasing: true };
  const receiver = new VideoReceiver(
    {
      ...{ codec, clockRate: 90_000, payloadType: -1, parameterSets: [] },
      ...{ order: { kind: 'unknown' }, before: undefined },
    },
    {
      format: () => undefined,
      accessUnit: (unit) => {
        out.pictures++;
        out.increasing &&= unit.ticks > out.lastTicks;
        out.lastTicks = unit.ticks;
      },
      gap: () => out.gaps++,
    },
  );
  let nowMs = 0;
  const take = (actions: readonly RtspAction[]) => {
    for (const action of actions) {
      if (action.kind === 'rtp') {
        receiver.rtp(action.bytes, nowMs);
      } else if (action.kind === 'rtcp') {
        receiver.rtcp(action.bytes, nowMs);
      }
    }
  };
  take(client.start(0));
  for (let offset = 0; offset < stream.length; ) {
    const length = 1 + random(20_000);
    nowMs += 5;
    take(client.bytes(stream.subarray(offset, offset + length), nowMs));
    offset += length;
  }
  return out;
}

describe.skipIf(missing)('mutated streams (shared data)', () => {
  test.each(clips)('CAM-3 %s: 200 broken conversations never throw and recover', (codec, file) => {
    const { answers, media } = conversation(codec, file);
    const whole = Buffer.concat(media);
    const clean = receive(codec, Buffer.concat([...answers, whole]), randomFrom(1));
    expect(clean).toMatchObject({ pictures: 100, gaps: 0, increasing: true });
    let recovered = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const random = randomFrom(seed);
      const broken =
        seed % 4 === 0
          ? mutate(Buffer.concat([...answers, whole]), random)
          : Buffer.concat([...answers, mutate(whole, random)]);
      const out = receive(codec, broken, random);
      expect(out.increasing, `seed ${seed}`).toBe(true);
      recovered += out.pictures > 10 ? 1 : 0;
    }
    expect(recovered).toBeGreaterThan(100);
  });
});
