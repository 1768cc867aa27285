/**
 * What every act of the office shares: the ports, the town in memory, the one way to decide and the
 * one way to commit. `commit` writes facts and register entries in one unit of work, reads the town
 * again, and only then tells the listeners, so that a suspension cuts at once (SEC-7). Commits take
 * turns: what one decides from memory has been read after the one before it was written.
 */

import {
  civilDayOf,
  type Err,
  err,
  Failure,
  type Id,
  type IdKind,
  type Instant,
  instantFromMs,
  newId,
} from '@beffroi/kernel';
import {
  type Act,
  type Decision,
  decideLent,
  type EmergencyAccess,
  isEmergencyOpen,
  type LegalProfile,
  legalProfileOn,
  mayAnywhere,
  type Person,
  type Refusal,
  type RefusalCode,
  type Right,
  refusal,
  type Words,
} from '@beffroi/town';
import type { Asker, OfficeChange } from './office.ts';
import type { OfficeParts } from './parts.ts';
import type { FactsWork, StoredSession } from './ports/facts.ts';
import { type ActRecord, entryOf } from './register-entry.ts';
import { SessionUses } from './session-uses.ts';
import { decisionFacts, lentTo, loadTown, type TownMemory } from './town-memory.ts';

/** Appends to the register in the unit of work at hand; answers the entry's id. */
export type Record = (act: ActRecord) => Promise<Id<'entry'>>;

export class House {
  readonly parts: OfficeParts;
  readonly uses: SessionUses;
  #memory: TownMemory;
  #profile: LegalProfile;
  #refreshing: Promise<void> = Promise.resolve();
  #committing: Promise<unknown> = Promise.resolve();
  readonly #listeners = new Set<(change: OfficeChange) => void>();

  constructor(parts: OfficeParts, memory: TownMemory) {
    this.parts = parts;
    this.uses = new SessionUses(parts);
    this.#memory = memory;
    this.#profile = this.#profileNow();
  }

  static async open(parts: OfficeParts): Promise<House> {
    const now = instantFromMs(parts.clock.nowMs());
    const memory = await parts.facts.read((facts) => loadTown(facts, now, parts.settings.timeZone));
    return new House(parts, memory);
  }

  get memory(): TownMemory {
    return this.#memory;
  }

  get profile(): LegalProfile {
    return this.#profile;
  }

  now(): Instant {
    return instantFromMs(this.parts.clock.nowMs());
  }

  nowMs(): number {
    return this.parts.clock.nowMs();
  }

  newId<Kind extends IdKind>(kind: Kind): Id<Kind> {
    return newId(kind, this.parts.chance.bytes(10));
  }

  person(personId: string): Person | null {
    return this.#memory.people.get(personId)?.person ?? null;
  }

  /** An open session by its id, from memory. */
  sessionById(sessionId: string): StoredSession | null {
    return this.#memory.sessionsById.get(sessionId) ?? null;
  }

  /** The law's answer from the town in memory; writes nothing. */
  decide(personId: string | null, cameraId: string | null, act: Act, at = this.now()): Decision {
    const facts = decisionFacts(this.#memory, personId, cameraId, this.#profile);
    return decideLent(act, facts, personId === null ? [] : lentTo(this.#memory, personId), at);
  }

  /** The emergency access of a person that is open now. */
  openEmergencyOf(personId: string): EmergencyAccess | null {
    const open = this.#memory.emergencies.find(
      (each) => each.personId === personId && isEmergencyOpen(each, this.nowMs()),
    );
    return open ?? null;
  }

  /** The refusal of an act now, or null when the law allows it. */
  refusalOf(actor: Asker, cameraId: string | null, act: Act): Refusal | null {
    const decision = this.decide(actor.person.id, cameraId, act);
    return decision.allowed ? null : refusalIn(decision);
  }

  /** The refusal of a right that the person's own clearances give nowhere now, or null. */
  refusalAnywhere(actor: Asker, right: Right): Refusal | null {
    const facts = decisionFacts(this.#memory, actor.person.id, null, this.#profile);
    const decision = mayAnywhere(right, facts, this.now());
    return decision.allowed ? null : refusalIn(decision);
  }

  refused(
    code: RefusalCode,
    values: Readonly<{ [name: string]: string | Words }> = {},
  ): Err<Refusal> {
    return err(refusal(code, values));
  }

  /** One unit of work with its register entries, then memory, then listeners. */
  async commit<T>(
    change: OfficeChange,
    work: (facts: FactsWork, record: Record) => Promise<T>,
  ): Promise<T> {
    const write = async () => {
      const value = await this.parts.facts.transact((facts) =>
        work(facts, async (act) => {
          const entry = entryOf(this.parts, act);
          await facts.register.append(entry);
          return entry.id;
        }),
      );
      await this.#sayDone(() => this.refresh());
      return value;
    };
    const turn = this.#committing.then(write, write);
    this.#committing = turn;
    const value = await turn;
    this.tell(change);
    await this.#sayDone(() => this.parts.facts.announce(change));
    return value;
  }

  /** What follows a commit fails as such: the act is done, and nobody may be told that it isn't. */
  async #sayDone(follow: () => Promise<void>): Promise<void> {
    try {
      await follow();
    } catch (thrown) {
      throw new Failure(
        'outcome-unknown',
        'the act is kept, but the database went silent before the house had read it again',
        { cause: thrown },
      );
    }
  }

  /** Writes the register alone: a trace that changes no fact. */
  async trace(...acts: readonly ActRecord[]): Promise<void> {
    await this.parts.facts.transact(async (facts) => {
      for (const act of acts) {
        await facts.register.append(entryOf(this.parts, act));
      }
    });
  }

  /** Reads the town again. One at a time, so that an older reading never replaces a newer one. */
  refresh(): Promise<void> {
    const load = async () => {
      const { facts, settings } = this.parts;
      this.#memory = await facts.read((work) => loadTown(work, this.now(), settings.timeZone));
      this.#profile = this.#profileNow();
      this.uses.keepOnly(this.#memory.sessions.values());
    };
    this.#refreshing = this.#refreshing.then(load, load);
    return this.#refreshing;
  }

  tell(change: OfficeChange): void {
    for (const listener of this.#listeners) {
      listener(change);
    }
  }

  onChange(listener: (change: OfficeChange) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #profileNow(): LegalProfile {
    return legalProfileOn(civilDayOf(this.now(), this.parts.settings.timeZone));
  }
}

/** A decision's refusal without its flag. */
export function refusalIn(decision: Decision & { readonly allowed: false }): Refusal {
  return { rule: decision.rule, code: decision.code, words: decision.words };
}
