/**
 * When each session was last used (SEC-12). Kept in memory, because every request and every renewal
 * of a live picture is a use; written at most every five minutes, because it is no act of anybody.
 */

import { instantFromMs, msFromInstant } from '@beffroi/kernel';
import type { OfficeParts } from './parts.ts';
import type { StoredSession } from './ports/facts.ts';

const writtenEveryMs = 5 * 60_000;

interface Use {
  readonly lastMs: number;
  readonly writtenMs: number;
}

export class SessionUses {
  readonly #parts: Pick<OfficeParts, 'facts' | 'clock'>;
  #uses = new Map<string, Use>();

  constructor(parts: Pick<OfficeParts, 'facts' | 'clock'>) {
    this.#parts = parts;
  }

  lastMs(session: StoredSession): number {
    return this.#uses.get(session.id)?.lastMs ?? msFromInstant(session.lastSeenAt);
  }

  /** Notes a use in memory alone; the next request writes it. */
  seen(session: StoredSession): void {
    const writtenMs = this.#uses.get(session.id)?.writtenMs ?? msFromInstant(session.lastSeenAt);
    this.#uses.set(session.id, { lastMs: this.#parts.clock.nowMs(), writtenMs });
  }

  async note(session: StoredSession): Promise<void> {
    const atMs = this.#parts.clock.nowMs();
    const writtenMs = this.#uses.get(session.id)?.writtenMs ?? msFromInstant(session.lastSeenAt);
    const isDue = atMs - writtenMs >= writtenEveryMs;
    this.#uses.set(session.id, { lastMs: atMs, writtenMs: isDue ? atMs : writtenMs });
    if (isDue) {
      await this.#write(session.tokenHash, atMs);
    }
  }

  /** Forgets sessions that are no longer open. */
  keepOnly(sessions: Iterable<StoredSession>): void {
    const kept = new Map<string, Use>();
    for (const { id } of sessions) {
      const use = this.#uses.get(id);
      if (use !== undefined) {
        kept.set(id, use);
      }
    }
    this.#uses = kept;
  }

  /** Reads the row again first: an end written meanwhile must stay. */
  #write(tokenHash: string, atMs: number): Promise<void> {
    return this.#parts.facts.transact(async (facts) => {
      const still = await facts.sessions.one(tokenHash);
      if (still !== null && still.endedAt === null) {
        await facts.sessions.put({ ...still, lastSeenAt: instantFromMs(atMs) });
      }
    });
  }
}
