/**
 * Sends spooled facts over the link in order, at most 64 unacknowledged, and forgets them only when
 * the centre says they are in its database. A fact is on this disk before anything else happens.
 */

import type { RecorderFact } from '@beffroi/office';
import { factText } from '@beffroi/store-recordings';
import type { RecorderToCentre } from '@beffroi/wire';

const inFlightMax = 64;

export interface FactSpool {
  append(fact: RecorderFact): number;
  pending(limit: number): readonly { readonly sequence: number; readonly fact: RecorderFact }[];
  acknowledge(upTo: number): void;
}

export class FactSender {
  readonly #spool: FactSpool;
  /** The open link, null while there is none. */
  #send: ((message: RecorderToCentre) => void) | null = null;
  #sentUpTo = 0;

  constructor(spool: FactSpool) {
    this.#spool = spool;
  }

  add(fact: RecorderFact): void {
    this.#spool.append(fact);
    this.#sendPending();
  }

  /** A new link: everything not acknowledged is sent again; the centre keeps each fact once. */
  resume(send: (message: RecorderToCentre) => void): void {
    this.#send = send;
    this.#sentUpTo = 0;
    this.#sendPending();
  }

  pause(): void {
    this.#send = null;
  }

  acknowledged(upTo: number): void {
    this.#spool.acknowledge(upTo);
    this.#sendPending();
  }

  #sendPending(): void {
    const send = this.#send;
    if (send === null) {
      return;
    }
    for (const { sequence, fact } of this.#spool.pending(inFlightMax)) {
      if (sequence > this.#sentUpTo) {
        this.#sentUpTo = sequence;
        send({ type: 'fact', sequence, fact: JSON.parse(factText(fact)) });
      }
    }
  }
}
