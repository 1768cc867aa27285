/**
 * LIV-22 on the wire: a viewer that has stopped reading must not be able to read seconds of video after
 * its right ended, whatever lies in the buffers of two kernels. A raw socket speaks the WebSocket
 * handshake and then pauses, over plain TCP and over TLS.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectSecurely } from 'node:tls';
import { expect, test } from 'vitest';
import { startTestCentre, type TestCentre } from './test-centre.ts';

/** 2 Mbit/s at 25 pictures a second. */
const pictureBytes = 10_000;
const picturesSent = 700;

/** Dials `/api/live` by hand, opens a tile with a masked text frame, and stops reading. */
async function stalledViewer(centre: TestCentre, isSecure: boolean): Promise<Socket> {
  const { port } = centre.listening;
  const options = { port, host: '127.0.0.1', rejectUnauthorized: false };
  const socket = isSecure ? connectSecurely(options) : connect(options);
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once(isSecure ? 'secureConnect' : 'connect', resolve));
  const cookie = await centre.cookieOf('per_operator');
  socket.write(
    `GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${centre.origin}\r\n` +
      `Cookie: ${cookie}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  await new Promise<void>((resolve) => {
    const listen = (data: Buffer): void => {
      if (data.includes('hello')) {
        socket.off('data', listen);
        resolve();
      }
    };
    socket.on('data', listen);
  });
  const open = JSON.stringify({ type: 'open', channel: 0, cameraId: 'cam_place', stream: 'main' });
  const frame = Buffer.from(open);
  socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | frame.length, 0, 0, 0, 0]), frame]));
  socket.pause();
  return socket;
}

/** What can still be read after the cut, and how the connection ended. */
async function readableAfterCut(
  isSecure: boolean,
  isPaced: boolean,
): Promise<{ readonly readBytes: number; readonly end: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'beffroi-cut-'));
  const centre = await startTestCentre(
    isSecure ? { settings: { tls: { kind: 'internal', directory } } } : {},
  );
  try {
    const recorder = await centre.recorder();
    const stalled = await stalledViewer(centre, isSecure);
    const { subscription } = await recorder.subscribed();
    recorder.format(subscription);
    recorder.picture(subscription, true, 1, pictureBytes);
    for (let sent = 1; sent < picturesSent; sent++) {
      recorder.picture(subscription, sent % 50 === 0, 1, pictureBytes);
      if (isPaced) {
        await recorder.settled();
        centre.clock.advance(40);
      }
    }
    await recorder.settled();
    const { actor } = await centre.town.signIn('per_head');
    const reason = 'Fin de mission';
    await centre.town.office.people.suspendClearance(actor, 'clr_operator', reason);
    // Whichever comes first: the reset at once, or the limit for an answer to the cut.
    await new Promise((resolve) => setImmediate(resolve));
    centre.clock.advance(201);
    expect(centre.csu.figures.resets).toBe(1);
    let readBytes = 0;
    let end = 'closed';
    stalled.on('error', (error: NodeJS.ErrnoException) => {
      end = error.code ?? error.message;
    });
    stalled.on('data', (data) => {
      readBytes += data.length;
    });
    const closed = new Promise((resolve) => stalled.once('close', resolve));
    stalled.resume();
    await closed;
    return { readBytes, end };
  } finally {
    await centre.close();
    await rm(directory, { recursive: true });
  }
}

const halfSecondBytes = 0.5 * 25 * pictureBytes;

test.each([
  ['plain', false],
  ['TLS', true],
])(
  'LIV-22 a viewer that stopped reading can read half a second at most after its cut (%s)',
  async (_name, isSecure) => {
    const { readBytes } = await readableAfterCut(isSecure, true);
    expect(readBytes).toBeLessThan(halfSecondBytes);
  },
);

// Seven megabytes were sent without a window. What the reader's own program had already taken from its
// kernel can't be called back: two reads of 64 KiB, and some hundred kilobytes more inside its TLS.
test.each([
  ['plain', false, 200_000],
  ['TLS', true, 1_000_000],
])(
  'LIV-22 the reset alone empties the buffers of both kernels (%s)',
  async (_name, isSecure, bytesMax) => {
    const { readBytes, end } = await readableAfterCut(isSecure, false);
    expect(end).toBe('ECONNRESET');
    expect(readBytes).toBeLessThan(bytesMax);
  },
);

test('LIV-32 a viewer that goes on asking and reads nothing is reset', async () => {
  const centre = await startTestCentre();
  try {
    const stalled = await stalledViewer(centre, false);
    const closed = new Promise((resolve) => stalled.once('close', resolve));
    // The channel is taken: each of these is answered by a refusal of some hundred bytes.
    const text = Buffer.from('{"type":"open","channel":0,"cameraId":"cam_place","stream":"main"}');
    const asked = Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]);
    const many = Buffer.concat(Array.from({ length: 1000 }, () => asked));
    while (centre.csu.figures.resets === 0 && !stalled.destroyed) {
      await new Promise((resolve) => stalled.write(many, resolve));
    }
    await closed;
    expect(centre.csu.figures.resets).toBe(1);
  } finally {
    await centre.close();
  }
});
