/**
 * Listens on the live socket for `changed` alone and refetches what it names, on every page. It opens
 * no tile and receives no picture; the wall's own socket lives in its worker. Dials again with a
 * growing delay; a lost centre is told to the shell, which says so in the bar.
 */

import type { ServerMessage } from '@beffroi/wire';
import { useEffect, useState } from 'react';
import { invalidate } from '../api/client.ts';

const delaysMs = [500, 1_000, 2_000, 5_000, 10_000] as const;

function changedWords(data: unknown): readonly string[] {
  if (typeof data !== 'string') {
    return [];
  }
  // The centre is ours and on the same origin; its messages are typed by the shared contract.
  const message = JSON.parse(data) as ServerMessage;
  return message.type === 'changed' ? message.what : [];
}

class ChangeFeed {
  readonly #onLink: (isUp: boolean) => void;
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #isStopped = false;

  constructor(onLink: (isUp: boolean) => void) {
    this.#onLink = onLink;
    this.#dial();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #dial(): void {
    const address = new URL('/api/live', window.location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.onopen = () => {
      if (this.#attempt > 0) {
        // What changed while the link was down is unknown: read it all again.
        invalidate([
          'session',
          'cameras',
          'people',
          'alarms',
          'layouts',
          'health',
          'timeline',
          'holds',
          'confirmations',
        ]);
      }
      this.#attempt = 0;
      this.#onLink(true);
    };
    socket.onmessage = (event: MessageEvent<unknown>) => invalidate(changedWords(event.data));
    socket.onclose = () => {
      if (this.#isStopped) {
        return;
      }
      // The session may have ended elsewhere (revoked, expired): the frame then leaves at once.
      invalidate(['session']);
      this.#onLink(false);
      const delayMs = delaysMs[Math.min(this.#attempt, delaysMs.length - 1)] ?? 10_000;
      this.#attempt += 1;
      this.#timer = setTimeout(() => this.#dial(), delayMs * (0.75 + Math.random() / 2));
    };
  }
}

/** Follows changes while somebody is signed in; whether the link is up. */
export function useChangeFeed(isSignedIn: boolean): boolean {
  const [isUp, setUp] = useState(true);
  useEffect(() => {
    if (!isSignedIn) {
      return undefined;
    }
    const feed = new ChangeFeed(setUp);
    return () => feed.stop();
  }, [isSignedIn]);
  return isUp;
}
