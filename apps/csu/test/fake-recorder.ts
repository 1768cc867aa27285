/**
 * A recorder for tests: dials a real centre over a real socket, proves itself as wire/link.ts says, and
 * then does what the test tells it. Its pictures are any bytes in Annex B form; the centre never looks
 * inside them.
 */

import { randomBytes } from 'node:crypto';
import type { SealedFiles } from '@beffroi/office';
import {
  type CentreToRecorder,
  encodePicture,
  encodePiece,
  type RecorderToCentre,
} from '@beffroi/wire';
import { WebSocket } from 'ws';
import { linkProof } from '../src/link/link-proof.ts';
import { Heard } from './heard.ts';

export interface Identity {
  readonly recorderId: string;
  readonly secret: string;
}

type ReadFile = Extract<CentreToRecorder, { type: 'read-file' }>;
type Subscribe = Extract<CentreToRecorder, { type: 'subscribe' }>;

export class FakeRecorder {
  readonly socket: WebSocket;
  readonly heard: Heard<CentreToRecorder | { readonly type: 'challenge' }> = new Heard();
  readonly closed: Promise<number>;
  #sequence = 0;
  #files: SealedFiles | null = null;
  handedOverBytes = 0;

  constructor(url: string, identity: Identity) {
    this.socket = new WebSocket(url, { rejectUnauthorized: false });
    const own = randomBytes(32).toString('hex');
    this.closed = new Promise((resolve) => this.socket.on('close', (code) => resolve(code)));
    this.socket.on('error', () => undefined);
    this.socket.on('open', () =>
      this.sendRaw({ type: 'hello', recorderId: identity.recorderId, nonce: own, version: 1 }),
    );
    this.socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as CentreToRecorder & {
        readonly nonce: string;
        readonly proof: string;
      };
      if ((message.type as string) === 'challenge') {
        const proof = linkProof.of(identity.secret, 'recorder', own, message.nonce);
        this.sendRaw({ type: 'proof', proof });
        this.centreProof = {
          given: message.proof,
          wanted: linkProof.of(identity.secret, 'centre', message.nonce, own),
        };
      }
      this.heard.add(message);
      if (message.type === 'read-file' && this.#files !== null) {
        void this.#handOver(message, this.#files);
      }
    });
  }

  /** From now on it hands over pieces of these as docs/wire.md says. */
  serve(files: SealedFiles): void {
    this.#files = files;
  }

  async #handOver(asked: ReadFile, files: SealedFiles): Promise<void> {
    const { request, path, position, lengthBytes } = asked;
    try {
      const file = await files.open({ path });
      const into = new Uint8Array(lengthBytes);
      const filled = await file.read(into, position);
      const fileBytes = await file.size();
      await file.close();
      const bytes = into.subarray(0, filled);
      this.handedOverBytes += filled;
      this.socket.send(encodePiece({ request, fileBytes, bytes }));
    } catch (thrown) {
      const why = (thrown as { readonly code?: string }).code?.replace('recording-', '');
      this.sendRaw({ type: 'file-unread', request, why });
    }
  }

  centreProof: { readonly given: string; readonly wanted: string } | undefined;

  configured(): Promise<Extract<CentreToRecorder, { type: 'configuration' }>> {
    return this.heard.next('configuration');
  }

  subscribed(): Promise<Subscribe> {
    return this.heard.next('subscribe');
  }

  send(message: RecorderToCentre): void {
    this.sendRaw(message);
  }

  sendRaw(message: unknown): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Of pictures drawn under these masks; by default the example town's of the place. */
  format(subscription: number, maskVersion = 'msk_place'): void {
    const size = { width: 640, height: 360 };
    this.send({ type: 'format', subscription, codec: 'avc1.64001e', ...size, maskVersion });
  }

  /** One picture of `sizeBytes`, whose first byte after the start code is `mark`. */
  picture(subscription: number, key: boolean, mark = 0, sizeBytes = 1000): void {
    const annexB = new Uint8Array(sizeBytes);
    annexB.set([0, 0, 0, 1, mark]);
    this.#sequence += 1;
    this.socket.send(
      encodePicture(
        {
          kind: 'live',
          key,
          channel: subscription,
          sequence: this.#sequence,
          cameraMs: Number.NaN,
          serverMs: this.#sequence,
          mediaUs: this.#sequence * 40_000,
          lease: 0,
        },
        annexB,
      ),
    );
  }

  /** Resolves once the centre has read everything sent before. */
  async settled(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.socket.once('pong', () => resolve());
      this.socket.ping();
    });
  }

  close(): void {
    this.socket.close();
  }
}
