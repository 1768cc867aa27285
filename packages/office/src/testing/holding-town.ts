/** A camera that keeps three days, ten hours of it, and people who place and lift holds. For tests only. */

import { assert, type Result } from '@beffroi/kernel';
import type { Refusal } from '@beffroi/town';
import type { HoldView, NewHoldBody } from '@beffroi/wire';
import type { Actor } from '../office.ts';
import { confirmed } from './confirmed.ts';
import { ErasureTown, hourMs } from './erasure-town.ts';

/** When the first hour begins. */
export const startMs = Date.parse('2026-11-20T10:00Z');
export const cameraId = 'cam_place';

export class HoldingTown extends ErasureTown {
  head!: Actor;

  static override async open(): Promise<HoldingTown> {
    const town = new HoldingTown(await ErasureTown.openParts(startMs, { [cameraId]: 3 }));
    town.head = (await town.town.signIn('per_head')).actor;
    await town.restart();
    for (let hour = 0; hour < 10; hour++) {
      await town.recordHour();
    }
    return town;
  }

  /** Hours (from the first) whose row is there and opens by its day or by a hold. */
  async opening(): Promise<number[]> {
    const rows = await this.town.facts.read(async (facts) =>
      Promise.all(
        (await facts.recordings.all()).map(async ({ recording }) => {
          const held = await facts.heldKeys.ofRecording(recording.recordingId);
          const keys = [recording.sealedKey, ...held.map(({ sealedKey }) => sealedKey)];
          return keys.some((key) => this.ring.opens(key)) ? [recording.startMs] : [];
        }),
      ),
    );
    return rows
      .flat()
      .map((ms) => (ms - startMs) / hourMs)
      .sort((a, b) => a - b);
  }

  rows(): Promise<number> {
    return this.town.facts.read(async (facts) => (await facts.recordings.all()).length);
  }

  /** By a head, with the chief of the police as the second person. */
  async lift(holdId: string, reason: string): Promise<Result<HoldView, Refusal>> {
    const [head, chief] = [await this.#signIn('per_head'), await this.#signIn('per_chief')];
    const lift = (by: Actor) => this.office.holds.lift(by, holdId, reason);
    return confirmed(this.office.confirmations, head, lift, chief);
  }

  async #signIn(personId: string): Promise<Actor> {
    const came = await this.office.sessions.signInForDemonstration(personId);
    const actor = came.ok ? await this.office.sessions.actorOf(came.value.token) : null;
    assert(actor !== null, `${personId} signs in`);
    return actor;
  }

  body(changes: Partial<NewHoldBody> = {}): NewHoldBody {
    return {
      framework: '60-1',
      reference: 'PV 2026/1042',
      channel: 'written',
      requester: 'Brigadier Martin, commissariat de Vermeil',
      cameraIds: [cameraId],
      fromMs: startMs + 2 * hourMs,
      toMs: startMs + 4 * hourMs,
      until: '2026-12-31',
      ...changes,
    };
  }

  async place(changes: Partial<NewHoldBody> = {}): Promise<string> {
    const placed = await this.office.holds.place(this.head, this.body(changes));
    if (!placed.ok) {
      throw new Error(placed.error.code);
    }
    return placed.value.id;
  }

  entries(kind: string) {
    return this.town.facts.entries.filter((entry) => entry.kind === kind);
  }

  lasting(): Promise<string[]> {
    return this.town.facts.read(async (facts) =>
      (await facts.alarms.current())
        .filter(({ endedMs }) => endedMs === null)
        .map(({ code }) => code),
    );
  }
}
