/** RTP and RTCP over UDP for clients that must not use TCP (RFC 2326 section 12.39). */

import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Outlet } from './player.ts';

const interleavedBytes = 4;

export interface UdpOutlet {
  readonly outlet: Outlet;
  readonly rtpPort: number;
  readonly rtcpPort: number;
}

/** Sends to the client's two ports from two free ports of ours. */
export async function openUdpOutlet(
  host: string,
  clientRtpPort: number,
  clientRtcpPort: number,
  cut: () => void,
): Promise<UdpOutlet> {
  const family = host.includes(':') ? 'udp6' : 'udp4';
  const [rtp, rtcp] = await Promise.all([bound(family), bound(family)]);
  let closed = false;
  const outlet: Outlet = {
    queuedBytes: 0,
    send: (packets) => {
      for (const packet of packets) {
        if (!closed) {
          const isReport = ((packet[1] ?? 0) & 1) === 1;
          const port = isReport ? clientRtcpPort : clientRtpPort;
          (isReport ? rtcp : rtp).send(packet.subarray(interleavedBytes), port, host);
        }
      }
    },
    stray: (bytes) => rtp.send(bytes, clientRtpPort, host),
    close: () => {
      if (!closed) {
        closed = true;
        rtp.close();
        rtcp.close();
        cut();
      }
    },
  };
  return { outlet, rtpPort: portOf(rtp), rtcpPort: portOf(rtcp) };
}

async function bound(family: 'udp4' | 'udp6'): Promise<Socket> {
  const socket = createSocket(family);
  // A client that went away answers with ICMP; its RTSP connection is what ends the session.
  socket.on('error', () => undefined);
  socket.bind(0);
  await once(socket, 'listening');
  return socket;
}

function portOf(socket: Socket): number {
  return (socket.address() as AddressInfo).port;
}
