import { concatBytes, utf8Bytes } from '@beffroi/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { framerLimits, RtspFramer } from './framer.ts';

const answer = utf8Bytes('RTSP/1.0 200 OK\r\nCSeq: 3\r\nContent-Length: 4\r\n\r\nv=0\n');

function frame(channel: number, payload: readonly number[]): Uint8Array {
  return Uint8Array.from([
    0x24,
    channel,
    (payload.length + 1) >> 8,
    (payload.length + 1) & 255,
    0x80,
    ...payload,
  ]);
}

function seenOf(chunks: readonly Uint8Array[]) {
  const seen: string[] = [];
  const framer = new RtspFramer({
    packet: (channel, payload) => seen.push(`${channel}:${[...payload].join(',')}`),
    message: (message) => seen.push(`${message.startLine}|${message.body.length}`),
  });
  for (const chunk of chunks) {
    framer.push(chunk);
  }
  return { seen, framer };
}

/** Looks at the payloads of each push only once it has returned, as the connection does. */
function seenLate(chunks: readonly Uint8Array[]): string[] {
  const seen: string[] = [];
  const waiting: Uint8Array[] = [];
  const framer = new RtspFramer({
    packet: (_channel, payload) => waiting.push(payload),
    message: () => undefined,
  });
  for (const chunk of chunks) {
    framer.push(chunk);
    seen.push(...waiting.splice(0).map((payload) => [...payload].join(',')));
    chunk.fill(0xee);
  }
  return seen;
}

const stream = concatBytes([
  answer,
  frame(0, [1, 2, 3]),
  frame(1, []),
  answer,
  utf8Bytes('\r\n'),
  frame(0, [0x24, 0x52, 0x24, 0, 9]),
  answer,
]);

describe('framing of the RTSP connection', () => {
  test('CAM-2 the same things are seen wherever the stream is cut', () => {
    const whole = seenOf([stream]).seen;
    expect(whole).toHaveLength(6);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 30 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const chunks = places.slice(1).map((to, i) => stream.subarray(places[i], to));
        expect(seenOf(chunks).seen).toEqual(whole);
      }),
    );
    expect(seenOf([...stream].map((byte) => Uint8Array.of(byte))).seen).toEqual(whole);
  });

  test('CAM-2 what a push hands out is whole until the next one', () => {
    const long = Uint8Array.from({ length: 5000 }, (_, i) => i);
    const frames = [frame(0, [1, 2, 3]), frame(0, [...long]), frame(2, [4]), frame(0, [5, 6])];
    const bytes = concatBytes(frames);
    const payloads = frames.map((one) => [...one.subarray(4)].join(','));
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((to, i) => bytes.slice(places[i], to));
        expect(seenLate(chunks)).toEqual(payloads);
      }),
    );
  });

  test('CAM-2 memory that the socket reads into again is not kept', () => {
    const shared = new Uint8Array(new ArrayBuffer(64));
    const seen: string[] = [];
    const framer = new RtspFramer({
      packet: () => undefined,
      message: (message) => seen.push(message.startLine),
    });
    for (let from = 0; from < answer.length; from += 20) {
      const part = answer.subarray(from, from + 20);
      // A Node Buffer's own `slice` shares memory: the framer must not rely on it.
      const view = Object.assign(shared.subarray(0, part.length), {
        slice: Uint8Array.prototype.subarray,
      });
      view.set(part);
      framer.push(view);
      shared.fill(0);
    }
    expect(seen).toEqual(['RTSP/1.0 200 OK']);
  });

  test('CAM-3 after garbage the next frame is found again', () => {
    const garbage = Uint8Array.from({ length: 200 }, (_, i) => (i * 37) % 250);
    const good = frame(0, [7, 7, 7]);
    const { seen, framer } = seenOf([good, garbage, good, good, good]);
    expect(seen.filter((text) => text === '0:128,7,7,7').length).toBeGreaterThanOrEqual(3);
    expect(framer.resyncs).toBeGreaterThan(0);
  });

  test('CAM-3 a dollar sign in garbage does not swallow the stream behind it', () => {
    const chance = Uint8Array.of(0xff, 0x24, 0, 0xea, 0x60, 0x80, 1, 2, 3);
    const good = frame(0, [7, 7, 7]);
    const { seen } = seenOf([good, chance, good, good]);
    expect(seen).toEqual(['0:128,7,7,7', '0:128,7,7,7', '0:128,7,7,7']);
  });

  test('CAM-3 endless garbage is given up', () => {
    const { framer } = seenOf(
      Array.from({ length: 70 }, () => new Uint8Array(framerLimits.bodyBytes)),
    );
    expect(framer.lost).toBe(true);
  });

  test('a message longer than any camera writes is garbage, not memory', () => {
    const long = utf8Bytes(`RTSP/1.0 200 OK\r\nX: ${'a'.repeat(framerLimits.headBytes)}\r\n\r\n`);
    const huge = utf8Bytes('RTSP/1.0 200 OK\r\nContent-Length: 99999999\r\n\r\n');
    expect(seenOf([long, huge, answer]).seen).toEqual(['RTSP/1.0 200 OK|4']);
  });
});
