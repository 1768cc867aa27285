/**
 * Tells the other processes on the same database what has changed (LISTEN and NOTIFY, 0.2 ms here).
 * The listening connection is made again when it drops, and then announces a change of everything,
 * because something may have been missed.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { OfficeChange } from '@beffroi/office';
import pg from 'pg';

const channel = 'beffroi_change';
const retryMs = 1000;
const goodbyeMsMax = 2000;
const everything: OfficeChange = {
  what: ['cameras', 'people', 'layouts', 'alarms', 'health'],
  rights: true,
};

export class Announcements {
  readonly #config: pg.ClientConfig;
  readonly #origin: string;
  readonly #listeners = new Set<(change: OfficeChange) => void>();
  #client: pg.Client | null = null;
  #retry: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(config: pg.ClientConfig, origin: string) {
    this.#config = config;
    this.#origin = origin;
  }

  /** Throws when the database isn't there the first time. */
  async open(): Promise<void> {
    const client = new pg.Client(this.#config);
    this.#client = client;
    client.on('error', () => this.#reopenLater(client));
    client.on('end', () => this.#reopenLater(client));
    client.on('notification', (message) => this.#hear(message.payload ?? ''));
    await client.connect();
    await client.query(`listen ${channel}`);
  }

  /** What `pg_notify` announces a change with. */
  message(change: OfficeChange): { readonly channel: string; readonly payload: string } {
    return { channel, payload: JSON.stringify({ origin: this.#origin, change }) };
  }

  /** Something may have been missed: whoever listens looks at all again. */
  tellEverything(): void {
    this.#tell(everything);
  }

  on(listener: (change: OfficeChange) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#retry !== null) {
      clearTimeout(this.#retry);
    }
    // A silent server says no goodbye.
    const late = new AbortController();
    const isLate = sleep(goodbyeMsMax, undefined, { signal: late.signal }).catch(() => undefined);
    await Promise.race([this.#client?.end(), isLate]);
    late.abort();
  }

  #reopenLater(client: pg.Client): void {
    if (this.#closed || this.#client !== client) {
      return;
    }
    this.#client = null;
    this.#retry = setTimeout(() => this.#reopen(), retryMs);
    this.#retry.unref();
  }

  #reopen(): void {
    this.open().then(
      () => this.tellEverything(),
      () => this.#reopenAfterFailure(),
    );
  }

  #reopenAfterFailure(): void {
    const client = this.#client;
    if (client !== null) {
      this.#reopenLater(client);
    }
  }

  #hear(payload: string): void {
    const said = JSON.parse(payload) as { readonly origin: string; readonly change: OfficeChange };
    if (said.origin !== this.#origin) {
      this.#tell(said.change);
    }
  }

  #tell(change: OfficeChange): void {
    for (const listener of this.#listeners) {
      listener(change);
    }
  }
}
