/**
 * `npm run bench -- decide`: what a decision on a live picture costs as the wall asks it: session,
 * person, clearances and camera from the memory of the office, then the law, for towns of ten to a
 * million cameras with as many cleared persons; and for one person who holds a clearance
 * for each camera. The register entry of the first opening is made before the clock runs.
 */

import { setImmediate } from 'node:timers/promises';
import { type Id, instantFromMs } from '@beffroi/kernel';
import {
  type Actor,
  createOffice,
  type Facts,
  type FactsWork,
  type Office,
  type Shelf,
  type StoredCamera,
  type StoredPerson,
} from '@beffroi/office';
import {
  createFakeFacts,
  createSteeredClock,
  createTestOffice,
  type FakeFacts,
} from '@beffroi/office/testing';
import type { Clearance } from '@beffroi/town';
import { quantile, rounded, type Section } from './figures.ts';

/** Timers tick too coarsely for one decision: so many are timed together. */
const together = 100;
/** Clearances that one timing of the laden person looks through, about: then timers are fine enough. */
const ladenLooks = 1_000_000;
/** Cameras that one wall shows in turn. */
const shown = 36;
/** Of so many cameras, and as many cleared persons, the figure speaks. */
const townSize = 10_000;

interface BigTown {
  readonly office: Office;
  readonly cameraIds: readonly string[];
  /** Cleared by one clearance for everything, and by one for each camera. */
  readonly plain: Actor;
  readonly laden: Actor;
  readonly atMs: number;
}

interface SeededTown {
  readonly cameras: readonly StoredCamera[];
  readonly people: readonly StoredPerson[];
  readonly clearances: readonly Clearance[];
}

export async function benchDecide(quick: boolean): Promise<Section> {
  const sizes = quick ? [10, 100] : [10, 1000, townSize, 100_000, 1_000_000];
  const rounds = quick ? 50 : 1000;
  const rows: (string | number)[][] = [];
  let medianUs = Number.NaN;
  for (const size of sizes) {
    const town = await openTown(size);
    const plain = await timeDecisions(town, town.plain, { rounds, each: together });
    // Each question looks through all clearances of the person: fewer of them suffice.
    const laden = await timeDecisions(town, town.laden, {
      rounds: Math.max(20, Math.round(rounds / size)),
      each: Math.min(together, Math.max(1, Math.round(ladenLooks / size))),
    });
    const median = quantile(plain, 0.5);
    medianUs = size <= townSize ? median : medianUs;
    rows.push([
      size,
      rounded(median),
      rounded(quantile(plain, 0.95)),
      rounded(quantile(laden, 0.5)),
    ]);
  }
  return sectionOf(rows, Math.min(townSize, sizes.at(-1) ?? 0), medianUs);
}

/** Microseconds of a decision: one number for each round, in which `each` are timed together. */
async function timeDecisions(
  town: BigTown,
  actor: Actor,
  { rounds, each }: { readonly rounds: number; readonly each: number },
): Promise<number[]> {
  const { office, cameraIds } = town;
  const at = instantFromMs(town.atMs);
  const wall = cameraIds.filter((_, index) => index % Math.ceil(cameraIds.length / shown) === 0);
  const ask = async (count: number) => {
    for (let asked = 0; asked < count; asked++) {
      const decision = await office.live.decide(actor, wall[asked % wall.length] ?? '', at);
      if (!decision.allowed) {
        throw new Error(`a decision that should allow says ${decision.code}`);
      }
    }
  };
  await ask(Math.max(wall.length, each));
  const microseconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startMs = performance.now();
    await ask(each);
    microseconds.push(((performance.now() - startMs) * 1000) / each);
  }
  return microseconds;
}

async function openTown(size: number): Promise<BigTown> {
  const clock = createSteeredClock();
  // Its parts and one of its cameras are the pattern of ours.
  const pattern = await createTestOffice({ clock });
  const kept = createFakeFacts();
  const town = await seed(pattern.facts, kept, size);
  const { facts, rest } = await standing(kept, town);
  const cameraIds = town.cameras.map(({ camera }) => camera.id);
  const office = await createOffice({ ...pattern.parts, facts });
  const signIn = async (personId: string): Promise<Actor> => {
    const came = await office.sessions.signInForDemonstration(personId);
    const actor = came.ok ? await office.sessions.actorOf(came.value.token) : null;
    if (actor === null) {
      throw new Error(`${personId} can't sign in`);
    }
    return actor;
  };
  const [plain, laden] = [await signIn('per_0'), await signIn('per_laden')];
  office.close();
  await rest();
  return { office, cameraIds, plain, laden, atMs: clock.nowMs() };
}

/**
 * Facts that stand still and are never copied, as the fake copies all it keeps for each unit of work.
 * `rest` waits until the office has read what it looks through at its start: once, and not for the wall.
 */
async function standing(kept: FakeFacts, town: SeededTown) {
  const small = await kept.transact(async (live) => live);
  const work: FactsWork = {
    ...small,
    cameras: shelfOf(town.cameras, ({ camera }) => camera.id),
    people: shelfOf(town.people, ({ person }) => person.id),
    clearances: shelfOf(town.clearances, ({ id }) => id),
  };
  const under = new Set<Promise<unknown>>();
  const counted = <T>(asked: Promise<T>): Promise<T> => {
    under.add(asked);
    const over = () => under.delete(asked);
    asked.then(over, over);
    return asked;
  };
  const facts: Facts = {
    ...kept,
    read: (ask) => counted(ask(work)),
    transact: (act) => counted(act(work)),
  };
  const rest = async () => {
    while (under.size > 0) {
      await Promise.allSettled(under);
      await setImmediate();
    }
  };
  return { facts, rest };
}

/** As many rows as a town may have, kept as they are: nothing here changes them. */
function shelfOf<V>(rows: readonly V[], keyOf: (row: V) => string): Shelf<V> {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const still = () => {
    throw new Error('the measured town stands still');
  };
  return {
    one: async (key) => byKey.get(key) ?? null,
    all: async () => rows,
    put: still,
    remove: still,
  };
}

/** `size` cameras, as many cleared persons, and one person with a clearance for each camera. */
async function seed(from: FakeFacts, to: FakeFacts, size: number): Promise<SeededTown> {
  const [communes, camera, person, clearance] = await from.read(async (work) => [
    await work.communes.all(),
    await work.cameras.one('cam_place'),
    await work.people.one('per_operator'),
    await work.clearances.one('clr_operator'),
  ]);
  if (camera === null || person === null || clearance === null) {
    throw new Error('the example town has lost its pattern');
  }
  await to.transact(async (work) => {
    for (const commune of communes) {
      await work.communes.put(commune);
    }
  });
  const each = <V>(make: (index: number) => V): V[] =>
    Array.from({ length: size }, (_, i) => make(i));
  const personOf = (id: Id<'person'>) => ({
    ...person,
    person: { ...person.person, id, login: id.replace('_', '.') },
  });
  const idOf = (index: number) => `cam_${index}` as Id<'camera'>;
  const laden = 'per_laden' as Id<'person'>;
  return {
    cameras: each((i) => ({ ...camera, key: null, camera: { ...camera.camera, id: idOf(i) } })),
    people: [personOf(laden), ...each((i) => personOf(`per_${i}` as Id<'person'>))],
    clearances: [
      ...each((i) => ({
        ...clearance,
        ...{ id: `clr_${i}` as Id<'clearance'>, personId: `per_${i}` as Id<'person'> },
      })),
      ...each((i) => ({
        ...clearance,
        ...{ id: `clr_laden${i}` as Id<'clearance'>, personId: laden, cameraIds: [idOf(i)] },
      })),
    ],
  };
}

function sectionOf(
  rows: readonly (readonly (string | number)[])[],
  size: number,
  medianUs: number,
): Section {
  return {
    name: 'decide',
    title: 'Decisions: may this person see this camera now',
    method:
      'As the wall asks: session, person, clearances and camera from memory, then the law; 36 cameras in ' +
      `turn, ${together} decisions timed together, fewer where one takes long. "One holds all": a person with a clearance for each camera.`,
    columns: ['cameras and cleared persons', 'median us', 'p95 us', 'one holds all: median us'],
    rows,
    figures: {
      'decide.medianUs': {
        value: rounded(medianUs),
        unit: 'us',
        against: `bar 20, ${size} cameras and as many cleared persons in town`,
      },
    },
  };
}
