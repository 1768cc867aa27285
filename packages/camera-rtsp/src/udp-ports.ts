/**
 * Two UDP ports, an even one and the next, for a camera that refuses TCP (RFC 3550 section 11).
 * Only datagrams from the camera's own address are taken.
 */

import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { messageOf } from '@beffroi/kernel';

export interface UdpEvents {
  ready(ports: readonly [number, number]): void;
  packet(kind: 'rtp' | 'rtcp', bytes: Uint8Array, from: RemoteInfo): void;
  failed(detail: string): void;
}

export interface UdpPorts {
  /** Sends an empty packet each way, so that a firewall on the path lets the answers in. */
  open(host: string, rtpPort: number, rtcpPort: number): void;
  close(): void;
}

const attemptsMax = 20;
const receiveBytes = 2_097_152;

export function openUdpPorts(host: string, events: UdpEvents): UdpPorts {
  const family = host.includes(':') ? 'udp6' : 'udp4';
  let pair: readonly [Socket, Socket] | undefined;
  let closed = false;
  const attempt = (left: number) => {
    const rtp = createSocket({ type: family, recvBufferSize: receiveBytes });
    const rtcp = createSocket({ type: family });
    pair = [rtp, rtcp];
    const again = (error: Error) => {
      rtp.close();
      rtcp.close();
      if (!closed) {
        if (left > 1) {
          attempt(left - 1);
        } else {
          events.failed(`No pair of UDP ports is free: ${messageOf(error)}.`);
        }
      }
    };
    rtp.once('error', again);
    rtp.bind(0, () => {
      const port = rtp.address().port;
      if (port % 2 === 1 || port > 65_534) {
        again(new Error('only odd ports came'));
        return;
      }
      rtp.off('error', again);
      rtcp.once('error', again);
      rtcp.bind(port + 1, () => {
        rtcp.off('error', again);
        listen(rtp, 'rtp', events);
        listen(rtcp, 'rtcp', events);
        events.ready([port, port + 1]);
      });
    });
  };
  attempt(attemptsMax);
  return {
    open: (peer, rtpPort, rtcpPort) => {
      const [rtp, rtcp] = pair ?? [];
      rtp?.send(Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), rtpPort, peer);
      rtcp?.send(Uint8Array.of(0x80, 201, 0, 1, 0, 0, 0, 0), rtcpPort, peer);
    },
    close: () => {
      if (!closed) {
        closed = true;
        pair?.[0].close();
        pair?.[1].close();
      }
    },
  };
}

function listen(socket: Socket, kind: 'rtp' | 'rtcp', events: UdpEvents): void {
  socket.on('error', (error) => events.failed(`UDP: ${messageOf(error)}.`));
  socket.on('message', (bytes, from) => events.packet(kind, bytes, from));
}
