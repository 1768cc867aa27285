/**
 * WebSocket calls on the same port as HTTP: who may speak is decided before the handshake is
 * answered. Remembers the TCP socket under each TLS connection, because only that one can be reset
 * when a right ends (LIV-22).
 */

import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { messageOf } from '@beffroi/kernel';
import { type WebSocket, WebSocketServer } from 'ws';
import { messageBytesMax } from '../live/client-message.ts';
import type { Log } from '../observe/log.ts';

const linkMessageBytesMax = 24 * 1024 * 1024;

/** What takes a path's sockets: `refuse` answers with a status, `accept` goes on. */
export interface SocketDoor {
  /** The status to refuse with, or what to do with the socket. */
  open(request: IncomingMessage): Promise<number | ((socket: WebSocket, under: Under) => void)>;
}

export interface Under {
  /** What the WebSocket writes to. */
  readonly stream: Duplex;
  /** The TCP socket below it; the same one without TLS. */
  readonly tcp: Socket;
}

export function serveSockets(
  server: Server,
  doors: Readonly<Record<'/api/live' | '/link', SocketDoor>>,
  log: Log,
): void {
  const options = { noServer: true, perMessageDeflate: false } as const;
  const servers = {
    '/api/live': new WebSocketServer({ ...options, maxPayload: messageBytesMax }),
    '/link': new WebSocketServer({ ...options, maxPayload: linkMessageBytesMax }),
  };
  const tcpSockets = new Map<string, Socket>();
  server.on('connection', (tcp: Socket) => {
    const key = keyOf(tcp);
    tcpSockets.set(key, tcp);
    tcp.once('close', () => {
      if (tcpSockets.get(key) === tcp) {
        tcpSockets.delete(key);
      }
    });
  });
  server.on('upgrade', (request: IncomingMessage, stream: Socket, head: Buffer) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    stream.on('error', () => stream.destroy());
    if (path !== '/api/live' && path !== '/link') {
      refuseUpgrade(stream, 404);
      return;
    }
    doors[path].open(request).then(
      (opened) => {
        if (typeof opened === 'number') {
          refuseUpgrade(stream, opened);
          return;
        }
        stream.setNoDelay(true);
        const tcp = tcpSockets.get(keyOf(stream)) ?? stream;
        servers[path].handleUpgrade(request, stream, head, (socket) =>
          opened(socket, { stream, tcp }),
        );
      },
      (thrown: unknown) => {
        log.error({ path, why: messageOf(thrown) }, 'a socket could not be opened');
        refuseUpgrade(stream, 503);
      },
    );
  });
}

function keyOf(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort} ${socket.localPort}`;
}

/** An http server leaves its sockets half open: of a caller that never hangs up one would stay for ever. */
function refuseUpgrade(stream: Duplex, status: number): void {
  stream.once('finish', () => stream.destroy());
  stream.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
