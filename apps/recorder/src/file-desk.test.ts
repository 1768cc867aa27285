/** What a recorder hands over: bounded, one at a time, at a rate, and after the pictures (LNK-13). */

import { Failure } from '@beffroi/kernel';
import type { SealedFiles } from '@beffroi/office';
import { createSteeredClock, type SteeredClock } from '@beffroi/office/testing';
import { decodePiece, linkPieceBytesMax, type RecorderToCentre } from '@beffroi/wire';
import { beforeEach, expect, test } from 'vitest';
import { FileDesk } from './file-desk.ts';

const path = 'cam_a/2026-11-22/main-10-02-30.bfr';
const fileBytes = 400_000;

let clock: SteeredClock;
let desk: FileDesk;
let link: { bufferedBytes: number; readonly sent: Uint8Array[]; readonly said: RecorderToCentre[] };
/** Files open at this moment, and the most there ever were. */
let open: { now: number; most: number };

const files: SealedFiles = {
  async open(file) {
    if (file.path !== path) {
      throw new Failure(file.path === 'gone' ? 'recording-missing' : 'recording-refused', 'no');
    }
    open.now += 1;
    open.most = Math.max(open.most, open.now);
    return {
      async read(into, position) {
        if (position === 13) {
          throw new Error('EIO');
        }
        const length = Math.max(0, Math.min(into.length, fileBytes - position));
        into.fill(position % 251, 0, length);
        return length;
      },
      size: async () => fileBytes,
      close: async () => {
        open.now -= 1;
      },
    };
  },
};

beforeEach(() => {
  clock = createSteeredClock();
  link = { bufferedBytes: 0, sent: [], said: [] };
  open = { now: 0, most: 0 };
  desk = new FileDesk({
    ...{ files, clock, log: () => undefined },
    link: {
      get bufferedBytes() {
        return link.bufferedBytes;
      },
      send: (message) => link.said.push(message),
      sendBinary: (frame) => link.sent.push(frame),
    },
  });
});

const ask = (request: number, position = 0, lengthBytes = 1000, which = path): void =>
  desk.read({ type: 'read-file', request, path: which, position, lengthBytes });

/** Everything that needs no clock has happened. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) {
    await Promise.resolve();
  }
};

test('LNK-12 a piece has its request, the size of its file, and no more than was asked', async () => {
  ask(65_535, 5, 12);
  await settled();
  const piece = decodePiece(link.sent[0] ?? new Uint8Array());
  expect(piece).toMatchObject({ request: 65_535, fileBytes });
  expect([...(piece?.bytes ?? [])]).toEqual(Array(12).fill(5));
  ask(2, 0, 1_000_000);
  clock.advance(1000);
  await settled();
  expect(decodePiece(link.sent[1] ?? new Uint8Array())?.bytes).toHaveLength(linkPieceBytesMax);
  expect(open.now).toBe(0);
});

test('LNK-12 what has no piece says why, and what follows is served', async () => {
  ask(1, 0, 10, 'gone');
  ask(2, 0, 10, '../../etc/passwd');
  ask(3, -5, 10);
  ask(4, 13, 10);
  ask(5);
  await settled();
  expect(link.said).toEqual([
    { type: 'file-unread', request: 1, why: 'missing' },
    { type: 'file-unread', request: 2, why: 'refused' },
    { type: 'file-unread', request: 3, why: 'refused' },
    { type: 'file-unread', request: 4, why: 'failed' },
  ]);
  expect(decodePiece(link.sent[0] ?? new Uint8Array())?.request).toBe(5);
});

test('LNK-13 one file is read at a time, and what is asked beyond the queue is busy at once', async () => {
  for (let request = 1; request <= 40; request++) {
    ask(request, 0, 100);
  }
  expect(link.said).toHaveLength(7);
  expect(link.said[0]).toEqual({ type: 'file-unread', request: 34, why: 'busy' });
  for (let turn = 0; turn < 40; turn++) {
    await settled();
    clock.advance(1);
  }
  expect(link.sent).toHaveLength(33);
  expect(open.most).toBe(1);
});

test('LNK-13 a second of reading hands over what the rate allows', async () => {
  const startMs = clock.monotonicMs();
  let asked = 0;
  while (clock.monotonicMs() - startMs < 1000) {
    ask(++asked, 0, linkPieceBytesMax);
    await settled();
    clock.advance(1);
  }
  const bytes = link.sent.reduce((sum, frame) => sum + frame.length, 0);
  expect(bytes).toBeLessThan(17 * 1024 * 1024);
  expect(bytes).toBeGreaterThan(12 * 1024 * 1024);
});

test('LNK-13 nothing is handed over while pictures wait on the link, and it is said when they go on waiting', async () => {
  link.bufferedBytes = 100_000;
  ask(1);
  await settled();
  clock.advance(1000);
  await settled();
  expect(link.sent).toEqual([]);
  link.bufferedBytes = 0;
  clock.advance(10);
  await settled();
  expect(link.sent).toHaveLength(1);
  link.bufferedBytes = 100_000;
  ask(2);
  for (let turn = 0; turn < 600; turn++) {
    await settled();
    clock.advance(10);
  }
  expect(link.said).toEqual([{ type: 'file-unread', request: 2, why: 'busy' }]);
});

test('LNK-13 a link that has ended leaves nothing waiting', async () => {
  link.bufferedBytes = 100_000;
  ask(1);
  ask(2);
  desk.clear();
  link.bufferedBytes = 0;
  for (let turn = 0; turn < 10; turn++) {
    await settled();
    clock.advance(10);
  }
  expect(link.sent.length).toBeLessThanOrEqual(1);
  expect(link.said).toEqual([]);
});
