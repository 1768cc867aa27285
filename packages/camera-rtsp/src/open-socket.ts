/**
 * Opens the TCP or TLS connection to a camera and hands its bytes over without keeping them: over
 * TCP one 64 KiB buffer serves every read. Ends exactly once, with a cause in the words of a gap.
 */

import { connect as connectTcp, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { messageOf } from '@beffroi/kernel';
import type { GapCause } from '@beffroi/office';
import type { RtspAddress } from '@beffroi/picture';

export interface SocketEvents {
  connected(): void;
  /** Valid during the call only. */
  bytes(chunk: Uint8Array): void;
  /** Once. */
  ended(cause: GapCause, detail: string): void;
}

export interface CameraSocket {
  /** The camera's address once connected. */
  readonly remoteAddress: string | undefined;
  send(text: string): void;
  /** Sends `last` if it can, then ends; nothing is told any more. */
  close(last: string): void;
}

const readBytes = 65_536;
/** A camera that doesn't read our few requests has hung. */
const unsentBytesMax = 65_536;

export function openSocket(
  address: RtspAddress,
  trustedPem: string | null,
  lookup: LookupFunction,
  events: SocketEvents,
): CameraSocket {
  let connected = false;
  let over = false;
  const end = (cause: GapCause, detail: string) => {
    if (!over) {
      over = true;
      socket.destroy();
      events.ended(cause, detail);
    }
  };
  const onBytes = (chunk: Uint8Array) => {
    if (!over) {
      events.bytes(chunk);
    }
  };
  const socket = address.secure
    ? secureSocket(address, trustedPem, lookup, onBytes)
    : plainSocket(address, lookup, onBytes);
  socket.setNoDelay(true);
  socket.once(address.secure ? 'secureConnect' : 'connect', () => {
    connected = true;
    if (!over) {
      events.connected();
    }
  });
  const where = `${address.host}:${address.port}`;
  socket.on('error', (error) => {
    const cause = connected ? 'camera-closed' : 'camera-unreachable';
    end(cause, `Connection to ${where}: ${troubleOf(error)}.`);
  });
  socket.on('close', () => {
    const cause = connected ? 'camera-closed' : 'camera-unreachable';
    end(cause, `${where} closed the connection.`);
  });
  return {
    get remoteAddress() {
      return socket.remoteAddress;
    },
    send: (text) => {
      if (!over && socket.writableLength < unsentBytesMax) {
        socket.write(text);
      }
    },
    close: (last) => {
      over = true;
      if (last !== '' && connected && socket.writable) {
        socket.end(last, () => socket.destroy());
      } else {
        socket.destroy();
      }
    },
  };
}

const certificateCodes: ReadonlySet<string> = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** In words where the library gives lines of its own source. */
function troubleOf(error: Error & { readonly code?: string }): string {
  const code = error.code ?? '';
  if (certificateCodes.has(code)) {
    const [why] = messageOf(error).split(';');
    return `nobody known here vouches for its certificate (${why}): compare its fingerprint with npx beffroi camera trust`;
  }
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return 'no TLS is spoken there';
  }
  return code.startsWith('ERR_SSL') ? `TLS is not agreed on (${code})` : messageOf(error);
}

function plainSocket(
  address: RtspAddress,
  lookup: LookupFunction,
  onBytes: (chunk: Uint8Array) => void,
): Socket {
  return connectTcp({
    host: address.host,
    port: address.port,
    lookup,
    autoSelectFamily: true,
    onread: {
      buffer: Buffer.allocUnsafeSlow(readBytes),
      callback: (length, buffer) => {
        onBytes(buffer.subarray(0, length));
        return true;
      },
    },
  });
}

/** Without a trusted PEM only certificates that the public authorities vouch for are accepted. */
function secureSocket(
  address: RtspAddress,
  trustedPem: string | null,
  lookup: LookupFunction,
  onBytes: (chunk: Uint8Array) => void,
): Socket {
  const socket = connectTls({
    host: address.host,
    port: address.port,
    lookup,
    minVersion: 'TLSv1.2',
    ...(/^[\d.]+$|:/.test(address.host) ? {} : { servername: address.host }),
    ...(trustedPem === null ? {} : { ca: trustedPem, allowPartialTrustChain: true }),
    // Cameras' own certificates name no host: one that is pinned is enough.
    ...(trustedPem === null ? {} : { checkServerIdentity: () => undefined }),
  });
  socket.on('data', onBytes);
  return socket;
}
