/**
 * The recorder's end of the link: dials the centre, proves itself, asks the centre for the same
 * proof, and then carries messages both ways. When the link is down everything goes on as last
 * configured; facts wait in the spool. Redials with growing, jittered delay, for ever.
 */

import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SecureContextOptions } from 'node:tls';
import { messageOf, toHex } from '@beffroi/kernel';
import type { Chance, Clock } from '@beffroi/office';
import {
  type CentreToRecorder,
  createLinkProof,
  type HandshakeMessage,
  type RecorderToCentre,
} from '@beffroi/wire';
import { WebSocket } from 'ws';

const linkProof = createLinkProof((secret, text) =>
  createHmac('sha256', secret).update(text).digest('hex'),
);

type TlsOptions = Pick<SecureContextOptions, 'ca' | 'allowPartialTrustChain'>;

const redialMsMin = 500;
const redialMsMax = 15_000;
/** Pictures are dropped to the next key rather than queued beyond this. */
export const linkBufferBytesMax = 8 * 1024 * 1024;

export interface LinkSettings {
  readonly url: string;
  readonly recorderId: string;
  readonly secret: string;
  readonly trustedFile?: string | null;
}

export interface LinkEvents {
  opened(): void;
  closed(): void;
  message(message: CentreToRecorder): void;
  log(event: string, detail: Readonly<Record<string, unknown>>): void;
}

export class RecorderLink {
  readonly #settings: LinkSettings;
  readonly #events: LinkEvents;
  readonly #clock: Clock;
  readonly #chance: Chance;
  #socket: WebSocket | null = null;
  #ready = false;
  #closed = false;
  #redialMs = redialMsMin;
  #cancelRedial: () => void = () => undefined;

  constructor(settings: LinkSettings, events: LinkEvents, clock: Clock, chance: Chance) {
    this.#settings = settings;
    this.#events = events;
    this.#clock = clock;
    this.#chance = chance;
    this.#dial();
  }

  get ready(): boolean {
    return this.#ready;
  }

  get bufferedBytes(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  send(message: RecorderToCentre): void {
    if (this.#ready) {
      this.#socket?.send(JSON.stringify(message));
    }
  }

  /** A masked picture, or a piece of a recording as it was sealed. */
  sendBinary(frame: Uint8Array): void {
    if (this.#ready) {
      this.#socket?.send(frame, { binary: true });
    }
  }

  close(): void {
    this.#closed = true;
    this.#cancelRedial();
    this.#socket?.close();
  }

  #dial(): void {
    try {
      this.#dialWith(this.#trust());
    } catch (thrown) {
      this.#events.log('link-error', { detail: messageOf(thrown) });
      this.#redialLater();
    }
  }

  /** Read at each call: a certificate that was renewed is trusted at the next one. */
  #trust(): TlsOptions {
    const { trustedFile = null } = this.#settings;
    return trustedFile === null
      ? {}
      : { ca: readFileSync(trustedFile, 'utf8'), allowPartialTrustChain: true };
  }

  #dialWith(trust: TlsOptions): void {
    const socket = new WebSocket(this.#settings.url, {
      ...trust,
      perMessageDeflate: false,
      handshakeTimeout: 5000,
      maxPayload: 4 * 1024 * 1024,
    });
    const own = toHex(this.#chance.bytes(32));
    this.#socket = socket;
    socket.on('open', () => {
      const { recorderId } = this.#settings;
      const hello: HandshakeMessage = { type: 'hello', recorderId, nonce: own, version: 1 };
      socket.send(JSON.stringify(hello));
    });
    socket.on('message', (data, isBinary) => {
      if (!isBinary) {
        this.#received(socket, own, String(data));
      }
    });
    socket.on('error', (error) => this.#events.log('link-error', { detail: error.message }));
    socket.on('close', () => this.#lost(socket));
  }

  #received(socket: WebSocket, own: string, text: string): void {
    const message = JSON.parse(text) as HandshakeMessage | CentreToRecorder;
    if (this.#ready) {
      this.#events.message(message as CentreToRecorder);
      return;
    }
    const { secret } = this.#settings;
    if (
      message.type !== 'challenge' ||
      !linkProof.isGood(message.proof, secret, 'centre', message.nonce, own)
    ) {
      this.#events.log('link-refused', {
        detail: 'the centre did not prove that it knows this recorder; check the secret',
      });
      socket.terminate();
      return;
    }
    const proof = linkProof.of(secret, 'recorder', own, message.nonce);
    socket.send(JSON.stringify({ type: 'proof', proof } satisfies HandshakeMessage));
    this.#ready = true;
    this.#redialMs = redialMsMin;
    this.#events.opened();
  }

  #lost(socket: WebSocket): void {
    if (this.#socket !== socket) {
      return;
    }
    if (this.#ready) {
      this.#ready = false;
      this.#events.closed();
    }
    this.#redialLater();
  }

  #redialLater(): void {
    if (this.#closed) {
      return;
    }
    const jitter = ((this.#chance.bytes(1)[0] ?? 0) / 255) * this.#redialMs * 0.5;
    this.#cancelRedial = this.#clock.after(this.#redialMs + jitter, () => this.#dial());
    this.#redialMs = Math.min(this.#redialMs * 2, redialMsMax);
  }
}
