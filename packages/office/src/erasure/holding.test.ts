/** Holds against the eraser, on fakes: what is kept opens, what isn't dies, whatever is killed when. */

import { addDays, assert, civilDayOf, instantFromMs, type Result } from '@beffroi/kernel';
import { erasureDayOf, type Refusal } from '@beffroi/town';
import type { HoldView, NewHoldBody } from '@beffroi/wire';
import { describe, expect, test } from 'vitest';
import { createOffice, type RunningOffice } from '../create-office.ts';
import type { Actor } from '../office.ts';
import type { Facts } from '../ports/facts.ts';
import {
  confirmed,
  createFakeKeyRing,
  createSteeredClock,
  createTestOffice,
  type FakeKeyRing,
  type SteeredClock,
  type TestOffice,
} from '../testing/index.ts';
import { killedAt } from '../testing/killed-facts.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const zone = 'Europe/Paris';
const startMs = Date.parse('2026-11-20T10:00Z');
const cameraId = 'cam_place';

/** One camera that keeps 3 days, and its files of ten hours. */
class World {
  readonly clock: SteeredClock = createSteeredClock(startMs);
  readonly ring: FakeKeyRing = createFakeKeyRing();
  town!: TestOffice;
  office!: RunningOffice;
  head!: Actor;
  recorderId = '';
  #sequence = 0;

  static async open(): Promise<World> {
    const world = new World();
    world.town = await createTestOffice({ clock: world.clock, keyRing: world.ring });
    world.town.office.close();
    await world.town.facts.transact(async (facts) => {
      const stored = await facts.cameras.one(cameraId);
      if (stored !== null) {
        await facts.cameras.put({ ...stored, camera: { ...stored.camera, retentionDays: 3 } });
      }
    });
    await world.restart();
    world.head = (await world.town.signIn('per_head')).actor;
    await world.restart();
    world.recorderId = (await world.office.recorders.register('nord')).recorderId;
    for (let hour = 0; hour < 10; hour++) {
      await world.recordHour();
    }
    return world;
  }

  async restart(facts: Facts = this.town.facts): Promise<void> {
    this.office?.close();
    this.office = await createOffice({ ...this.town.parts, facts });
  }

  async recordHour(): Promise<void> {
    const fromMs = this.clock.nowMs();
    const today = civilDayOf(instantFromMs(fromMs), zone);
    await this.ring.dayPublicKeys(addDays(today, 1), 30);
    const keyDay = erasureDayOf(fromMs, 3, zone);
    const bytes = new Uint8Array([1]);
    const recording = {
      recordingId: `rec_${fromMs}`,
      site: 'vermeil',
      cameraId,
      stream: 'main',
      startMs: fromMs,
      fence: 1,
      path: `${cameraId}/${fromMs}.bfr`,
      sealedKey: { keyId: `day-${keyDay}`, day: keyDay, encapsulated: bytes, ciphertext: bytes },
    } as const;
    const closing = {
      endMs: fromMs + hourMs,
      sizeBytes: 1,
      sha256: 'ab'.repeat(32),
      pictures: 1,
      gops: 1,
      maskVersions: [],
      timeSource: 'arrival',
      closing: 'complete',
    } as const;
    await this.#tell({ kind: 'recording-opened', recording });
    await this.#tell({ kind: 'recording-closed', recording: { ...recording, ...closing } });
    this.clock.advance(hourMs);
  }

  async #tell(fact: Parameters<RunningOffice['recorders']['receiveFacts']>[1][number]['fact']) {
    this.#sequence += 1;
    const sequence = this.#sequence;
    await this.office.recorders.receiveFacts(this.recorderId, [{ sequence, fact }]);
  }

  async erase(): Promise<void> {
    await this.office.erasures.eraseDue();
    for (const { recordingId } of await this.office.erasures.ordersFor(this.recorderId)) {
      await this.#tell({ kind: 'recording-removed', recordingId, why: 'term', wasThere: true });
    }
    await this.office.erasures.eraseDue();
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

describe('holds and the eraser', () => {
  test('HLD-1 what is held opens after its day has died, and nothing else does', async () => {
    const world = await World.open();
    await world.place();
    world.clock.advance(5 * dayMs);
    await world.erase();
    expect(await world.opening()).toEqual([2, 3]);
    expect(await world.rows()).toBe(2);
    expect((await world.ring.days()).every(({ day }) => day > '2026-11-25')).toBe(true);
    world.office.close();
  });

  test('HLD-1 placed in the second before midnight it beats the eraser', async () => {
    const world = await World.open();
    world.clock.advance(Date.parse('2026-11-22T23:00Z') - 1000 - world.clock.nowMs());
    expect(await world.rows()).toBe(10);
    await world.place();
    world.clock.advance(1000);
    await world.erase();
    expect(await world.opening()).toEqual([2, 3]);
    world.office.close();
  });

  test('HLD-5 past its term what is held opens with the key of the hold, for the requisition only', async () => {
    const world = await World.open();
    await world.place();
    const open = async (motive: 'requisition-prepared' | 'rescue', atMs: number) => {
      const viewing = await world.office.playback.open(world.head, {
        cameraIds: [cameraId],
        motive,
        note: '',
        fromMs: startMs,
        toMs: startMs + 10 * hourMs,
      });
      const id = viewing.ok ? viewing.value.id : '';
      const ask = (choice: 'containing' | 'next' | 'previous') =>
        world.office.playback.fileFor(world.head, id, cameraId, atMs, choice);
      const file = await ask('containing');
      return file.ok ? (file.value?.heldKey?.keyId ?? 'by its day') : file.error.code;
    };
    const middle = startMs + 2.5 * hourMs;
    const refreshed = async () => {
      world.head = (await world.town.signIn('per_head')).actor;
      await world.restart();
    };
    expect(await open('rescue', middle)).toBe('by its day');
    world.clock.advance(Date.parse('2026-11-22T23:00Z') - world.clock.nowMs());
    await refreshed();
    await world.erase();
    // The day has died, and the picture isn't 3 x 24 hours old yet.
    expect(await open('requisition-prepared', middle)).toMatch(/^hold-/);
    expect(await open('rescue', middle)).toBe('retention-over');
    world.clock.advance(3 * dayMs);
    await refreshed();
    expect(await open('requisition-prepared', middle)).toMatch(/^hold-/);
    expect(await open('rescue', middle)).toBe('retention-over');
    expect(await open('requisition-prepared', startMs + 6.5 * hourMs)).toBe('retention-over');
    const day = await world.office.playback.timeline(
      world.head,
      cameraId,
      startMs,
      startMs + 10 * hourMs,
    );
    expect(day.ok && day.value.spans.map((span) => (span.fromMs - startMs) / hourMs)).toEqual([2]);
    expect(day.ok && day.value.gaps.map(({ cause }) => cause)).toEqual([
      'retention-over',
      'retention-over',
    ]);
    world.office.close();
  });

  test('HLD-4 recorders are told what they must spare, until it ends', async () => {
    const world = await World.open();
    const id = await world.place();
    const told = async () =>
      (await world.office.recorders.configurationFor(world.recorderId)).holds;
    expect(await told()).toEqual([
      { cameraId, fromMs: startMs + 2 * hourMs, toMs: startMs + 4 * hourMs },
    ]);
    await world.lift(id, 'fini');
    expect(await told()).toEqual([]);
    world.office.close();
  });

  test('HLD-2 at its end its key dies, what only it kept is erased, and both are in the register', async () => {
    const world = await World.open();
    await world.place({ until: '2026-11-28' });
    world.clock.advance(5 * dayMs);
    await world.erase();
    expect(await world.opening()).toEqual([2, 3]);
    world.clock.advance(4 * dayMs);
    await world.erase();
    expect(await world.rows()).toBe(0);
    expect(world.entries('hold-ended')).toHaveLength(1);
    expect(world.entries('hold-key-destroyed')).toHaveLength(1);
    const last = JSON.parse(world.entries('recordings-erased').at(-1)?.record ?? '{}');
    expect(last.what.files).toHaveLength(2);
    world.office.close();
  });

  test('HLD-2 a call lapses by itself after 72 hours; confirmed in time it goes on', async () => {
    for (const isConfirmed of [false, true]) {
      const world = await World.open();
      const id = await world.place({ channel: 'phone' });
      world.clock.advance(71 * hourMs);
      if (isConfirmed) {
        const inTime = await world.office.holds.confirm(world.head, id, 'PV 7');
        expect(inTime.ok && inTime.value.toConfirm).toBe(false);
        const again = await world.office.holds.confirm(world.head, id, 'PV 8');
        expect(again.ok ? null : again.error.code).toBe('hold-confirmed');
      }
      world.clock.advance(2 * hourMs + dayMs);
      await world.erase();
      expect(await world.opening()).toEqual(isConfirmed ? [2, 3] : []);
      if (!isConfirmed) {
        const late = await world.office.holds.confirm(world.head, id, 'PV 7');
        expect(late.ok ? null : late.error.code).toBe('hold-over');
      }
      world.office.close();
    }
  });

  test('HLD-3 lifted by a head; of two holds the other goes on, even one placed after the day died', async () => {
    const world = await World.open();
    const first = await world.place();
    world.clock.advance(5 * dayMs);
    await world.erase();
    await world.place({ fromMs: startMs + 3 * hourMs, reference: 'PV 2026/1043' });
    const lifted = await world.lift(first, 'remis au parquet');
    expect(lifted.ok && lifted.value.ended?.why).toBe('lifted');
    await world.erase();
    expect(await world.opening()).toEqual([3]);
    expect(await world.rows()).toBe(1);
    world.office.close();
  });

  test('HLD-3 an operator places and neither confirms nor lifts; a technician sees nothing', async () => {
    const world = await World.open();
    const { actor: operator } = await world.town.signIn('per_operator');
    const { actor: technician } = await world.town.signIn('per_technician');
    await world.restart();
    const placed = await world.office.holds.place(operator, world.body({ channel: 'phone' }));
    expect(placed.ok && placed.value.toConfirm).toBe(true);
    const id = placed.ok ? placed.value.id : '';
    for (const refused of [
      await world.office.holds.confirm(operator, id, 'PV 7'),
      await world.office.holds.lift(operator, id, 'non'),
      await world.office.holds.place(technician, world.body()),
      await world.office.holds.list(technician),
    ]) {
      expect(refused.ok ? null : refused.error.code).toBe('post-without-right');
    }
    expect((await world.office.holds.list(operator)).ok).toBe(true);
    world.office.close();
  });

  test('HLD-1 killed before or after any step, nothing held dies and nothing else stays', async () => {
    for (const when of ['before', 'after'] as const) {
      for (let step = 0; step < 16; step++) {
        const world = await World.open();
        const ending = await world.place({ fromMs: startMs, toMs: startMs + 2 * hourMs });
        await world.place();
        await world.lift(ending, 'fini');
        world.office.close();
        world.clock.advance(5 * dayMs);
        await world.restart(killedAt(world.town.facts, step, when));
        await world.erase().catch(() => undefined);
        await world.restart();
        await world.erase();
        expect(await world.opening(), `${when} ${step}`).toEqual([2, 3]);
        expect(await world.rows(), `${when} ${step}`).toBe(2);
        world.office.close();
      }
    }
  }, 60_000);

  test('HLD-2 lifted while its keys are being re-wrapped, it spares nothing', async () => {
    const world = await World.open();
    const { rewrapForHold } = world.ring;
    let lifted = false;
    Object.assign(world.ring, {
      async rewrapForHold(...asked: Parameters<typeof rewrapForHold>) {
        const held = await rewrapForHold(...asked);
        if (!lifted) {
          lifted = true;
          await world.lift(asked[0], 'erreur de caméra');
          await world.office.erasures.eraseDue();
        }
        return held;
      },
    });
    await world.place({ toMs: startMs + 3 * hourMs });
    expect(lifted).toBe(true);
    world.clock.advance(5 * dayMs);
    await world.erase();
    expect(await world.rows()).toBe(0);
    world.office.close();
  });

  test('HLD-1 what can’t be re-wrapped is an alarm: it stays, with the key of its day', async () => {
    const world = await World.open();
    const { rewrapForHold } = world.ring;
    Object.assign(world.ring, {
      rewrapForHold: () => Promise.reject(new Error('the token is out')),
    });
    await world.place();
    world.clock.advance(5 * dayMs);
    await world.erase();
    expect(await world.opening()).toEqual([2, 3]);
    expect(await world.lasting()).toContain('hold-failed');
    Object.assign(world.ring, { rewrapForHold });
    await world.erase();
    expect(await world.opening()).toEqual([2, 3]);
    expect(await world.lasting()).not.toContain('hold-failed');
    expect((await world.ring.days()).every(({ day }) => day > '2026-11-25')).toBe(true);
    world.office.close();
  });
});
