/** A town with two heads in which sensitive acts are asked: what the tests of confirmations stand on. */

import { addDays, assert, civilDayOf, type Id, instantFromMs } from '@beffroi/kernel';
import { type MaskChoice, rightsOfPost } from '@beffroi/town';
import type { NewClearanceBody, NewPersonBody } from '@beffroi/wire';
import type { Actor, Answer } from '../office.ts';
import type { OfficeParts } from '../parts.ts';
import type { VerifiedAssertion } from '../ports/confirmations.ts';
import {
  confirmed,
  createSteeredClock,
  createTestOffice,
  exampleZone,
  fakeCodeAt,
} from './index.ts';

export const minuteMs = 60_000;
/** An act as whoever asks it does, with or without a confirmation. */
export type Errand = (by: Actor) => Answer<unknown>;

const corner = [
  { x: 0.5, y: 0.5 },
  { x: 0.9, y: 0.5 },
  { x: 0.9, y: 0.9 },
];
export const drawn = { mode: 'server', style: 'solid', polygons: [exampleZone, corner] } as const;
export const noMasks: MaskChoice = { mode: 'none-needed' };

export async function openWorld(given: Partial<Omit<OfficeParts, 'facts'>> = {}) {
  const clock = createSteeredClock();
  const town = await createTestOffice({ clock, ...given });
  const { office, signIn } = town;
  const { confirmations } = office;
  const head = (await signIn('per_head')).actor;
  const today = civilDayOf(instantFromMs(clock.nowMs()), 'Europe/Paris');
  const newcomer = (login: string): NewPersonBody => ({
    ...{ displayName: 'Anne Doucet', login, post: 'csu-head', locale: 'fr' },
  });
  const body: NewClearanceBody = {
    authority: 'Arrêté 5',
    ground: {
      ...{ kind: 'approved-agent', prefectApproval: today, prosecutorApproval: null, oath: null },
    },
    communeIds: ['com_vermeil', 'com_doucet'],
    cameraIds: null,
    rights: [...rightsOfPost('csu-head')],
    from: today,
    until: addDays(today, 30),
  };
  const added = await office.people.add(head, newcomer('anne.doucet'));
  const otherId = added.ok ? added.value.id : '';
  const clear = (personId: string, what: NewClearanceBody) => (by: Actor) =>
    office.people.addClearance(by, personId, what);
  const chief = (await signIn('per_chief')).actor;
  await confirmed(confirmations, head, clear(otherId, body), chief);
  const otherHead = (await signIn(otherId)).actor;
  const from = (kind: string) => town.facts.entries.filter((entry) => entry.kind === kind);
  const first = from('clearance-given').length;
  const holdId = await placeHold();

  async function placeHold(): Promise<string> {
    const placed = await office.holds.place(head, {
      ...{ framework: '60-1', reference: 'PV 1', channel: 'written', requester: 'Brigadier' },
      ...{ cameraIds: ['cam_place'], until: addDays(today, 20) },
      ...{ fromMs: clock.nowMs() - 2 * minuteMs, toMs: clock.nowMs() - minuteMs },
    });
    assert(placed.ok, 'the hold is placed');
    return placed.value.id;
  }

  async function ask(errand: Errand): Promise<string> {
    const asked = await errand(head);
    const id = asked.ok ? undefined : asked.error.confirmationId;
    assert(id !== undefined, 'the act wants a confirmation');
    return id;
  }

  async function proved(errand: Errand, second: Actor | null = null): Promise<string> {
    const id = await ask(errand);
    for (const prover of second === null ? [head] : [head, second]) {
      const done = await confirmations.proveForDemonstration(prover, id);
      assert(done.ok, 'a demonstration proves');
    }
    return id;
  }

  async function enrolPassword(login: string): Promise<string> {
    const password = 'brouette nuage fenouil cadran onze';
    const link = await office.sessions.newEnrolment('machine-owner', login);
    const token = link.ok ? link.value.token : '';
    await office.sessions.enrolPassword(token, password);
    await office.sessions.confirmPassword(token, fakeCodeAt(clock.nowMs()));
    return password;
  }

  async function enrolPasskey(login: string, credentialId: string): Promise<void> {
    const link = await office.sessions.newEnrolment('machine-owner', login);
    const passkey = { credentialId, publicKey: Uint8Array.of(1), counter: 3, transports: [] };
    await office.sessions.enrolPasskey(link.ok ? link.value.token : '', passkey);
  }

  /** What the HTTP room hands in once it has verified a signature of the head's passkey. */
  async function assertion(id: string): Promise<VerifiedAssertion> {
    const asked = await confirmations.toSign(head, id);
    assert(asked.ok, 'it waits for the head');
    return {
      ...{ credentialId: 'one', newCounter: 4, digest: asked.value.digest },
      ...{ clientDataJson: 'e30', authenticatorData: 'AA', signature: 'AQ' },
    };
  }

  return {
    ...{ town, office, confirmations, clock, head, otherHead, newcomer },
    chief,
    operator: (await signIn('per_operator')).actor,
    masks:
      (choice: MaskChoice, cameraId = 'cam_place', reason = 'Fenêtres'): Errand =>
      (by) =>
        office.cameras.setMasks(by, cameraId, { choice: choice as never, reason }, null),
    headClearance: body,
    clearance: clear('per_nobody', { ...body, rights: ['watch-live'] }) as Errand,
    link: ((by) => office.sessions.newEnrolment(by, 'per_nobody')) as Errand,
    lift: ((by) => office.holds.lift(by, holdId, 'remis au parquet')) as Errand,
    ...{ ask, proved, enrolPassword, enrolPasskey, assertion },
    entries: (kind: string) => from(kind).slice(kind === 'clearance-given' ? first : 0),
    /** Those of the head that may still be spent or are told as lapsed. */
    kept: async () =>
      (
        await town.facts.read((facts) => facts.confirmations.ofPerson('per_head' as Id<'person'>))
      ).filter(({ doneAt }) => doneAt === null),
  };
}
