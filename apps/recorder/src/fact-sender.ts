/**
 * Sends spooled facts over the link in order, at most 64 unacknowledged, and forgets them only when
 * the centre says they are in its database. A fact is on this disk before anything else happens.
 */

import type { RecorderFact } from '@beffroi/office';
import type { RecorderToCentre } from '@beffroi/wire';

const inFlightMax = 64;

export interface FactSpool {
  append(fact: RecorderFact): number;
  pending(limit: number): readonly { readonly sequence: number; readonly fact: RecorderFact }[];
  acknowledge(upTo: number): void;
}

export class FactSender {
  readonly #spool: FactSpool;
  readonly #send: (message: RecorderToCentre) => void;
  #open = false;
  #sentUpTo = 0;

  constructor(spool: FactSpool, send: (message: RecorderToCentre) => void) {
    this.#spool = spool;
    this.#send = send;
  }

  add(fact: RecorderFact): void {
    this.#spool.append(fact);
    this.#sendPending();
  }

  /** A new link: everything not acknowledged is sent again; the centre keeps each fact once. */
  resume(): void {
    this.#open = true;
    this.#sentUpTo = 0;
    this.#sendPending();
  }

  pause(): void {
    this.#open = false;
  }

  acknowledged(upTo: number): void {
    this.#spool.acknowledge(upTo);
    this.#sendPending();
  }

  #sendPending(): void {
    if (!this.#open) {
      return;
    }
    for (const { sequence, fact } of this.#spool.pending(inFlightMax)) {
      if (sequence > this.#sentUpTo) {
        this.#sentUpTo = sequence;
        this.#send({ type: 'fact', sequence, fact });
      }
    }
  }
}
