/** Reading the register: for a purpose, filtered, as the paper register, and what became of a picture. */

import { assert, civilDayOf, instantFromMs } from '@beffroi/kernel';
import { erasureDayOf } from '@beffroi/town';
import { describe, expect, test } from 'vitest';
import type { Actor } from './office.ts';
import type { RecorderFact } from './ports/recordings.ts';
import {
  createFakeKeyRing,
  createSteeredClock,
  createTestOffice,
  type SteeredClock,
  type TestOffice,
} from './testing/index.ts';

const hourMs = 3_600_000;
const zone = 'Europe/Paris';

async function actorOf(town: TestOffice, personId: string): Promise<Actor> {
  return (await town.signIn(personId)).actor;
}

/** A town whose recorder has recorded some hours of the place, kept fifteen days. */
class World {
  readonly town: TestOffice;
  readonly clock: SteeredClock;
  readonly #recorderId: string;
  #sequence = 0;

  static async open(): Promise<World> {
    const clock = createSteeredClock(Date.parse('2026-11-01T09:00:00Z'));
    const town = await createTestOffice({ clock, keyRing: createFakeKeyRing() });
    const { recorderId } = await town.office.recorders.register('nord');
    return new World(town, clock, recorderId);
  }

  private constructor(town: TestOffice, clock: SteeredClock, recorderId: string) {
    this.town = town;
    this.clock = clock;
    this.#recorderId = recorderId;
  }

  async tell(...facts: readonly RecorderFact[]): Promise<void> {
    const numbered = facts.map((fact) => {
      this.#sequence += 1;
      return { sequence: this.#sequence, fact };
    });
    await this.town.office.recorders.receiveFacts(this.#recorderId, numbered);
  }

  /** One hour of the place from now on; the clock goes to its end. */
  async recordHour(): Promise<void> {
    const startMs = this.clock.nowMs();
    const bytes = new Uint8Array([1]);
    const day = erasureDayOf(startMs, 15, zone);
    const recording = {
      recordingId: `rec_${startMs}`,
      site: 'vermeil',
      cameraId: 'cam_place',
      stream: 'main',
      startMs,
      fence: 1,
      path: `${startMs}.bfr`,
      sealedKey: { keyId: `day-${day}`, day, encapsulated: bytes, ciphertext: bytes },
    } as const;
    const closing = {
      endMs: startMs + hourMs,
      sizeBytes: 1,
      sha256: 'ab'.repeat(32),
      pictures: 1,
      gops: 1,
      maskVersions: [],
      timeSource: 'arrival',
      closing: 'complete',
    } as const;
    await this.tell({ kind: 'recording-opened', recording });
    this.clock.advance(hourMs);
    await this.tell({ kind: 'recording-closed', recording: { ...recording, ...closing } });
  }

  /** Whatever is due is condemned, unlinked and receipted. */
  async erase(): Promise<void> {
    const { erasures } = this.town.office;
    await erasures.eraseDue();
    for (const { recordingId } of await erasures.ordersFor(this.#recorderId)) {
      await this.tell({ kind: 'recording-removed', recordingId, why: 'term', wasThere: true });
    }
    await erasures.eraseDue();
  }

  async opened(personId: string): Promise<number> {
    const actor = await actorOf(this.town, personId);
    const body = { purpose: 'lawfulness-check', note: 'contrôle annuel' } as const;
    const opening = await this.town.office.register.open(actor, body);
    assert(opening.ok, 'opens');
    return opening.value.opening;
  }
}

describe('the log', () => {
  test('REG-18 is opened for a purpose, which is an entry of its own, and only by who may', async () => {
    const { town } = await World.open();
    const { register } = town.office;
    const dpo = await actorOf(town, 'per_dpo');
    const body = { purpose: 'criminal-procedure', note: 'PV 12' } as const;
    const opened = await register.open(dpo, body);
    expect(town.facts.entries.at(-1)).toMatchObject({
      kind: 'register-opened',
      personId: 'per_dpo',
    });
    expect(town.facts.entries.at(-1)?.record).toContain('criminal-procedure');
    const opening = opened.ok ? opened.value.opening : 0;
    const query = { opening, log: 'acts' } as const;
    const read = await register.entries(dpo, query);
    expect(read.ok && read.value.entries[0]).toMatchObject({
      number: opening,
      by: 'Hugo Petit',
      motive: { fr: 'Procédure pénale', en: 'Criminal procedure' },
      words: { fr: 'Registre ouvert' },
    });
    for (const personId of ['per_operator', 'per_technician', 'per_nobody']) {
      const other = await actorOf(town, personId);
      const refused = await register.open(other, body);
      expect(refused.ok, personId).toBe(false);
      expect(await register.entries(other, query), personId).toMatchObject({ ok: false });
      const lookedFor = { camera: 'cam_place', fromMs: 0, toMs: 1 };
      expect(await register.fates(other, lookedFor), personId).toMatchObject({ ok: false });
    }
  });

  test('REG-18 an opening is its person’s, good for four hours, and nothing else will do', async () => {
    const world = await World.open();
    const { town, clock } = world;
    const { register } = town.office;
    const opening = await world.opened('per_dpo');
    const dpo = await actorOf(town, 'per_dpo');
    const head = await actorOf(town, 'per_head');
    const refused = { ok: false, error: { code: 'register-not-opened', rule: 'REG-18' } };
    expect(await register.entries(head, { opening, log: 'acts' })).toMatchObject(refused);
    expect(await register.entries(dpo, { opening: opening - 1, log: 'acts' })).toMatchObject(
      refused,
    );
    expect(await register.entries(dpo, { opening: opening + 99, log: 'acts' })).toMatchObject(
      refused,
    );
    const paper = { opening: opening - 1, from: '2026-11-01', to: '2026-11-01' };
    expect(await register.paper(dpo, paper, null)).toMatchObject(refused);
    clock.advance(4 * hourMs - 1);
    expect((await register.entries(dpo, { opening, log: 'acts' })).ok).toBe(true);
    clock.advance(1);
    expect(await register.entries(dpo, { opening, log: 'acts' })).toMatchObject(refused);
  });

  test('REG-18 is shown newest first, fifty at a time, by kind, person, camera and days', async () => {
    const world = await World.open();
    const { town, clock } = world;
    for (let hour = 0; hour < 60; hour++) {
      await world.recordHour();
    }
    const opening = await world.opened('per_dpo');
    const dpo = await actorOf(town, 'per_dpo');
    const read = async (query: object) => {
      const found = await town.office.register.entries(dpo, {
        opening,
        log: 'recordings',
        ...query,
      });
      return found.ok ? { ...found.value, count: found.value.entries.length } : null;
    };
    const first = await read({});
    expect(first).toMatchObject({ more: true, count: 50 });
    const numbers = first?.entries.map(({ number }) => number) ?? [];
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    expect(await read({ below: numbers.at(-1) })).toMatchObject({ more: false, count: 10 });
    expect(await read({ camera: 'cam_place', kind: 'recording-closed' })).toMatchObject({
      count: 50,
    });
    expect(await read({ camera: 'cam_gare' })).toMatchObject({ count: 0 });
    expect(await read({ from: '2026-11-03', to: '2026-11-03' })).toMatchObject({ count: 23 });
    expect(await read({ from: '2026-02-30' })).toBeNull();
    expect(await read({ log: 'acts', person: 'per_dpo', kind: 'register-opened' })).toMatchObject({
      count: 1,
    });
    expect(civilDayOf(instantFromMs(clock.nowMs()), zone)).toBe('2026-11-03');
  });
});

describe('the paper register', () => {
  test('REG-19 says for each camera and day what was recorded, destroyed and taken out', async () => {
    const world = await World.open();
    const { town, clock } = world;
    await world.recordHour();
    await world.recordHour();
    clock.advance(hourMs);
    await world.recordHour();
    const head = await actorOf(town, 'per_head');
    const { playback } = town.office;
    const fromMs = Date.parse('2026-11-01T09:00:00Z');
    const viewing = await playback.open(head, {
      cameraIds: ['cam_place'],
      motive: 'requisition-prepared',
      note: '',
      fromMs,
      toMs: fromMs + hourMs,
    });
    const viewingId = viewing.ok ? viewing.value.id : '';
    await playback.still(head, viewingId, { cameraId: 'cam_place', atMs: fromMs + 1000 });
    const takenAt = instantFromMs(clock.nowMs());
    clock.advance(24 * hourMs);
    await world.recordHour();
    const linesOf = async () => {
      const query = {
        opening: await world.opened('per_head'),
        from: '2026-11-01',
        to: '2026-11-02',
      };
      const lines = await town.office.register.paper(head, query, null);
      return lines.ok ? lines.value : [];
    };
    const place = { id: 'cam_place', name: expect.any(String) as string };
    const firstDay = {
      camera: place,
      day: '2026-11-01',
      spans: [
        { fromMs, toMs: fromMs + 2 * hourMs },
        { fromMs: fromMs + 3 * hourMs, toMs: fromMs + 4 * hourMs },
      ],
      destroyedAt: null,
      handedOver: [takenAt],
    };
    expect(await linesOf()).toMatchObject([firstDay, { day: '2026-11-02', destroyedAt: null }]);
    // The first day is due on the sixteenth, the second is not.
    clock.advance(Date.parse('2026-11-16T01:00:00Z') - clock.nowMs());
    await world.erase();
    const after = await linesOf();
    expect(after).toMatchObject([
      { ...firstDay, destroyedAt: instantFromMs(clock.nowMs()) },
      { day: '2026-11-02', destroyedAt: null },
    ]);
  });

  test('REG-19 a line that can’t be read is shown as such, with its number, and keeps none from being read', async () => {
    const world = await World.open();
    const { town } = world;
    await world.recordHour();
    const query = {
      opening: await world.opened('per_head'),
      from: '2026-11-01',
      to: '2026-11-02',
    };
    const head = await actorOf(town, 'per_head');
    const numbers = [];
    for (const record of [
      '{"about":["rec_x","cam_place"],"what":{"st',
      '[]',
      '{"about":[],"what":{"startMs":"x"}}',
    ]) {
      const id = `ent_bad${numbers.length}` as never;
      const at = instantFromMs(world.clock.nowMs());
      const bytes = new Uint8Array(32);
      numbers.push(
        await town.facts.transact((facts) =>
          facts.register.append({
            ...{ id, log: 'recordings', kind: 'recording-closed', at, personId: null },
            ...{ record, salt: bytes, leaf: bytes },
          }),
        ),
      );
    }
    const lines = await town.office.register.paper(head, query, null);
    expect(lines.ok && lines.value).toMatchObject([
      { camera: { id: 'cam_place' }, spans: [{}] },
      ...numbers.map((unreadable) => ({ day: '2026-11-01', spans: [], unreadable })),
    ]);
    const log = { opening: query.opening, log: 'recordings' } as const;
    const shown = await town.office.register.entries(head, log);
    expect(shown.ok && shown.value.entries.map(({ number }) => number)).toEqual(
      expect.arrayContaining(numbers),
    );
    const fate = { opening: query.opening, camera: 'cam_place', fromMs: 0, toMs: 1 } as never;
    await town.office.register.fates(head, fate);
  });

  test('REG-19 taken out it leaves an entry; a period is 31 days at most', async () => {
    const world = await World.open();
    const { town } = world;
    const dpo = await actorOf(town, 'per_dpo');
    const opening = await world.opened('per_dpo');
    const { register } = town.office;
    const query = { opening, camera: 'cam_place', from: '2026-11-01', to: '2026-11-30' };
    expect((await register.paper(dpo, query, 'pdf')).ok).toBe(true);
    expect(town.facts.entries.at(-1)).toMatchObject({ kind: 'register-extract-made' });
    expect(town.facts.entries.at(-1)?.record).toContain('"form":"pdf"');
    for (const [from, to] of [
      ['2026-11-01', '2026-12-02'],
      ['2026-11-02', '2026-11-01'],
      ['2026-02-29', '2026-03-01'],
    ] as const) {
      const refused = await register.paper(dpo, { opening, from, to }, null);
      expect(refused, from).toMatchObject({ error: { code: 'period-invalid' } });
    }
  });
});

describe('what became of a picture', () => {
  test('REG-20 destroyed, not due yet, held, never recorded: told from receipts, opening nothing', async () => {
    const world = await World.open();
    const { town, clock } = world;
    const fromMs = clock.nowMs();
    await world.recordHour();
    clock.advance(hourMs);
    await world.recordHour();
    const dpo = await actorOf(town, 'per_dpo');
    const fatesOf = async (toMs = fromMs + 4 * hourMs) => {
      const answer = await town.office.register.fates(dpo, { camera: 'cam_place', fromMs, toMs });
      return answer.ok
        ? answer.value.fates.map((one) => [(one.fromMs - fromMs) / hourMs, one.fate, one.words.fr])
        : answer.error.code;
    };
    clock.advance(hourMs);
    const due = 'Pas encore à détruire : le sera le 16/11/2026 au plus tard.';
    const never = 'Jamais enregistré.';
    const untouched = town.facts.entries.length;
    expect(await fatesOf()).toEqual([
      [0, 'kept', due],
      [1, 'never-recorded', never],
      [2, 'kept', due],
      [3, 'never-recorded', never],
    ]);
    expect(town.facts.entries.slice(untouched).map(({ kind }) => kind)).toEqual([
      'picture-fate-asked',
    ]);
    clock.advance(Date.parse('2026-11-16T01:00:00Z') - clock.nowMs());
    await town.office.erasures.eraseDue();
    const condemned = 'Condamné le 16/11/2026 : plus personne ne peut l’ouvrir ; le reçu suivra.';
    expect(await fatesOf()).toEqual([
      [0, 'being-destroyed', condemned],
      [1, 'never-recorded', never],
      [2, 'being-destroyed', condemned],
      [3, 'never-recorded', never],
    ]);
    await world.erase();
    const [receipt] = town.facts.entries.filter(({ kind }) => kind === 'recordings-erased');
    const destroyed = `Détruit le 16/11/2026 (reçu n° ${receipt?.number}).`;
    expect(await fatesOf()).toEqual([
      [0, 'destroyed', destroyed],
      [1, 'never-recorded', never],
      [2, 'destroyed', destroyed],
      [3, 'never-recorded', never],
    ]);
    const longAgoMs = fromMs - 4 * 365 * 24 * hourMs;
    const asked = { camera: 'cam_place', fromMs: longAgoMs, toMs: longAgoMs + hourMs };
    const longAgo = await town.office.register.fates(dpo, asked);
    expect(longAgo.ok && longAgo.value.fates).toMatchObject([
      {
        fate: 'no-longer-known',
        words: { fr: 'Le registre de cette époque a été effacé à son terme.' },
      },
    ]);
    expect(await fatesOf(fromMs)).toBe('period-invalid');
  });

  test('REG-20 of what justice keeps it says no more than that', async () => {
    const world = await World.open();
    const { town, clock } = world;
    const fromMs = clock.nowMs();
    await world.recordHour();
    const head = await actorOf(town, 'per_head');
    const held = await town.office.holds.place(head, {
      framework: '60-1',
      reference: 'PV 2026/4471 secret',
      channel: 'written',
      requester: 'Brigade secrète',
      cameraIds: ['cam_place'],
      fromMs,
      toMs: fromMs + hourMs,
      until: '2026-12-31',
    });
    expect(held.ok ? '' : held.error.words.en).toBe('');
    clock.advance(1000);
    const dpo = await actorOf(town, 'per_dpo');
    const answer = await town.office.register.fates(dpo, {
      camera: 'cam_place',
      fromMs,
      toMs: fromMs + hourMs,
    });
    expect(answer.ok && answer.value.fates).toEqual([
      {
        fromMs,
        toMs: fromMs + hourMs,
        fate: 'held',
        words: { fr: 'Conservé sur un fondement judiciaire.', en: 'Kept on a judicial ground.' },
        receipt: null,
      },
    ]);
  });
});
