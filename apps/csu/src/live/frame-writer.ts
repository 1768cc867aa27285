/**
 * Writes one picture to one viewer without copying it: a 40-byte header of the viewer's own and the
 * shared Annex B bytes leave as two fragments of one WebSocket message (RFC 6455 section 5.4), in
 * one system call. With a hundred viewers the picture exists once in memory.
 */

import type { Duplex } from 'node:stream';
import { encodePicture, type PictureHeader } from '@beffroi/wire';
import type { WebSocket } from 'ws';

const noBytes = new Uint8Array(0);
const first = { binary: true, fin: false, compress: false } as const;
const last = { binary: true, fin: true, compress: false } as const;

/** `flushed`: when the operating system has taken the bytes, or the socket is gone. */
export function writePicture(
  socket: WebSocket,
  stream: Duplex,
  header: PictureHeader,
  annexB: Uint8Array,
  flushed?: () => void,
): void {
  stream.cork();
  socket.send(encodePicture(header, noBytes), first);
  socket.send(annexB, last, flushed);
  stream.uncork();
}
