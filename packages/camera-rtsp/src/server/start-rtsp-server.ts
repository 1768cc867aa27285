/**
 * A tiny RTSP server for simulated towns, benchmarks and fault tests: H.264 and H.265, TCP
 * interleaved and UDP, Basic and Digest, many clients. It isn't part of a real town: cameras
 * speak for themselves there.
 */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { ClientSession } from './client-session.ts';
import type { PlayerClock } from './player.ts';
import type { RtspServer, RtspServerOptions } from './served-stream.ts';

const clientsMax = 1000;

const systemClock: PlayerClock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  monotonicMs: () => performance.now(),
};

/** Listens and answers once the port is taken; throws what `listen` throws. */
export async function startRtspServer(
  options: RtspServerOptions,
  clock: PlayerClock = systemClock,
): Promise<RtspServer> {
  const sessions = new Set<ClientSession>();
  const past = { audioSetups: 0, dropped: 0 };
  const server = listenerOf(options, (socket) => {
    if (sessions.size >= clientsMax) {
      socket.destroy();
      return;
    }
    const session = new ClientSession(socket, options, clock);
    sessions.add(session);
    socket.on('close', () => {
      sessions.delete(session);
      past.audioSetups += session.audioSetups;
      past.dropped += session.dropped;
    });
  });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const sum = (of: (session: ClientSession) => number) =>
    [...sessions].reduce((total, session) => total + of(session), 0);
  const cutClients = () => {
    for (const session of sessions) {
      session.cut();
    }
  };
  return {
    port: (server.address() as AddressInfo).port,
    get clients() {
      return sum((session) => (session.playing ? 1 : 0));
    },
    get audioSetups() {
      return past.audioSetups + sum((session) => session.audioSetups);
    },
    get dropped() {
      return past.dropped + sum((session) => session.dropped);
    },
    cutClients,
    close: async () => {
      server.close();
      cutClients();
      await once(server, 'close');
    },
  };
}

function listenerOf(options: RtspServerOptions, onClient: (socket: Socket) => void): Server {
  if (options.tls === undefined) {
    return createServer(onClient);
  }
  const { keyPem, certificatePem } = options.tls;
  const server = createTlsServer({ key: keyPem, cert: certificatePem }, onClient);
  // A handshake that fails ends that client only.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return server;
}
