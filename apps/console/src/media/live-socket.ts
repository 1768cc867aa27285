/**
 * The page's one socket to the centre (`/api/live`), dialled again with a growing delay for as long
 * as the page lives. It parses and hands over; it decides nothing. What the centre says in a form we
 * don't know is counted and ignored, so that a newer centre doesn't blind an older page.
 */

import {
  type ClientMessage,
  decodePictureHeader,
  type PictureHeader,
  pictureHeaderBytes,
  type ServerMessage,
} from '@beffroi/wire';
import { reconnectDelayMs } from './reconnect-delay.ts';

export interface LiveSocketListener {
  connected(): void;
  disconnected(): void;
  said(message: ServerMessage): void;
  picture(header: PictureHeader, annexB: Uint8Array): void;
}

export class LiveSocket {
  readonly #url: string;
  readonly #listener: LiveSocketListener;
  #socket: WebSocket | undefined;
  #attempt = 0;
  #unknownMessages = 0;
  #reconnections = 0;

  constructor(url: string, listener: LiveSocketListener) {
    this.#url = url;
    this.#listener = listener;
    this.#dial();
  }

  /** False when the centre is away: the caller says it again after `connected`. */
  send(message: ClientMessage): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  get reconnections(): number {
    return this.#reconnections;
  }

  get unknownMessages(): number {
    return this.#unknownMessages;
  }

  #dial(): void {
    const socket = new WebSocket(this.#url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onmessage = (event: MessageEvent<unknown>) => this.#received(event.data);
    socket.onopen = () => this.#listener.connected();
    socket.onclose = () => {
      this.#listener.disconnected();
      const delayMs = reconnectDelayMs(this.#attempt, Math.random());
      this.#attempt += 1;
      this.#reconnections += 1;
      setTimeout(() => this.#dial(), delayMs);
    };
  }

  #received(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      const frame = new Uint8Array(data);
      const header = decodePictureHeader(frame);
      if (header === undefined) {
        this.#unknownMessages += 1;
      } else {
        this.#listener.picture(header, frame.subarray(pictureHeaderBytes));
      }
      return;
    }
    const message = parseMessage(data);
    if (message === undefined) {
      this.#unknownMessages += 1;
      return;
    }
    if (message.type === 'hello') {
      // A centre that answers properly is back: the next loss starts with a short delay again.
      this.#attempt = 0;
    }
    this.#listener.said(message);
  }
}

function parseMessage(data: unknown): ServerMessage | undefined {
  try {
    const value: unknown = JSON.parse(String(data));
    const isMessage = typeof value === 'object' && value !== null && 'type' in value;
    // The centre is ours and on the same origin; its messages are typed by the shared contract.
    return isMessage ? (value as ServerMessage) : undefined;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) {
      return undefined;
    }
    throw thrown;
  }
}
