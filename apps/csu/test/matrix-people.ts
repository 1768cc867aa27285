/**
 * Every kind of person who can ask something of a centre: nobody, somebody whose session has ended,
 * somebody who has left, each post with all its rights, and heads of the centre who hold no clearance,
 * a suspended one, one that has ended, or one of another commune. Made through the office, as a town
 * makes them.
 */

import { addDays, civilDayOf, type Id, instantFromMs, newId } from '@beffroi/kernel';
import type { Actor } from '@beffroi/office';
import { confirmed } from '@beffroi/office/testing';
import { type Post, pictureRights, posts, rightsOfPost } from '@beffroi/town';
import type { NewClearanceBody } from '@beffroi/wire';
import type { TestCentre } from './test-centre.ts';

export const kinds = [
  'nobody',
  'signed-out',
  'left',
  'uncleared',
  'suspended',
  'ended',
  'elsewhere',
  ...posts,
] as const;
export type Kind = (typeof kinds)[number];

export interface MatrixPeople {
  /** A cookie of a fresh session, or of one that is over; null for nobody. */
  cookieOf(kind: Kind): Promise<string | null>;
  readonly personIds: ReadonlyMap<Kind, string>;
  /** A colleague whom requests are about. */
  readonly colleague: string;
  /** The suspended clearance: suspending it again changes nothing. */
  readonly suspendedClearance: string;
}

export async function bringMatrixPeople(centre: TestCentre): Promise<MatrixPeople> {
  const { office, signIn } = centre.town;
  const { actor: head } = await signIn('per_head');
  const today = civilDayOf(instantFromMs(centre.clock.nowMs()), 'Europe/Paris');
  const ids = new Map<Kind, string>();
  const bring = async (kind: Kind | null, login: string, post: Post) => {
    const body = { displayName: login, login, post, locale: 'fr' } as const;
    const added = await office.people.add(head, body);
    const id = added.ok ? added.value.id : '';
    if (kind !== null) {
      ids.set(kind, id);
    }
    return id;
  };
  const clear = (personId: string, post: Post, change: Partial<NewClearanceBody> = {}) =>
    clearanceOf(centre, head, personId, { ...clearanceBody(post, today), ...change });

  for (const post of posts) {
    await clear(await bring(post, `all.${post}`, post), post);
  }
  await bring('uncleared', 'no.clearance', 'csu-head');
  const suspended = await clear(await bring('suspended', 'is.suspended', 'csu-head'), 'csu-head');
  await office.people.suspendClearance(head, suspended, 'Enquête');
  const term = { from: addDays(today, -20), until: addDays(today, -1) };
  await clear(await bring('ended', 'has.ended', 'csu-head'), 'csu-head', term);
  const doucet = { communeIds: ['com_doucet'] };
  await clear(await bring('elsewhere', 'from.elsewhere', 'csu-head'), 'csu-head', doucet);
  await clear(await bring('left', 'has.left', 'operator'), 'operator');
  const colleague = await bring(null, 'some.colleague', 'operator');
  await clear(colleague, 'operator', { communeIds: ['com_vermeil'] });

  const ofOperator = ids.get('operator') ?? '';
  const signedOut = await signIn(ofOperator);
  await office.sessions.signOut(signedOut.actor);
  const left = await signIn(ids.get('left') ?? '');
  await office.people.change(head, ids.get('left') ?? '', { left: true });
  const over = new Map<Kind, string | null>([
    ['nobody', null],
    ['signed-out', `beffroi=${signedOut.token}`],
    ['left', `beffroi=${left.token}`],
  ]);
  return {
    cookieOf: async (kind) =>
      over.get(kind) ?? (over.has(kind) ? null : await centre.cookieOf(ids.get(kind) ?? '')),
    personIds: ids,
    colleague,
    suspendedClearance: suspended,
  };
}

function clearanceBody(post: Post, today: string): NewClearanceBody {
  const rights = [...rightsOfPost(post)];
  const opensPictures = pictureRights.some((right) => rights.includes(right));
  return {
    authority: 'Arrêté 9',
    ground: {
      kind: opensPictures ? 'approved-agent' : 'without-pictures',
      prefectApproval: opensPictures ? addDays(today, -40) : null,
      prosecutorApproval: null,
      oath: null,
    },
    communeIds: ['com_vermeil', 'com_doucet'],
    cameraIds: null,
    rights,
    from: addDays(today, -30),
    until: addDays(today, 300),
  };
}

/** Gives a clearance; answers its id. */
async function clearanceOf(
  { town }: TestCentre,
  head: Actor,
  personId: string,
  body: NewClearanceBody,
): Promise<string> {
  const { actor: chief } = await town.signIn('per_chief');
  const give = (by: Actor) => town.office.people.addClearance(by, personId, body);
  const given = await confirmed(town.office.confirmations, head, give, chief);
  return given.ok ? (given.value.clearances.at(-1)?.id ?? '') : '';
}

/** The head of the town asks to lift masks and proves it: it waits for a second person. Answers its id. */
export async function askToLiftMasks({ town }: TestCentre): Promise<string> {
  const { actor } = await town.signIn('per_head');
  const body = { choice: { mode: 'none-needed' }, reason: 'mur aveugle' } as const;
  const asked = await town.office.cameras.setMasks(actor, 'cam_place', body, null);
  const id = asked.ok ? '' : (asked.error.confirmationId ?? '');
  await town.office.confirmations.proveForDemonstration(actor, id);
  return id;
}

/** An emergency access of somebody, open or given back. Answers its id. */
export async function bringEmergency(
  { town, clock }: TestCentre,
  personId: string,
  which: 'emergency' | 'emergency-over',
): Promise<string> {
  const id = newId('emergency', town.parts.chance.bytes(10));
  const now = instantFromMs(clock.nowMs());
  const by = personId as Id<'person'>;
  await town.facts.transact((facts) =>
    facts.emergencies.put({
      ...{ id, personId: by, motive: 'disaster', reason: 'Incendie au marché couvert' },
      ...{ openedAt: now, until: instantFromMs(clock.nowMs() + 30 * 60_000), reviewed: null },
      ended: which === 'emergency' ? null : { at: now, by, why: 'given-back' },
      alarmId: newId('alarm', town.parts.chance.bytes(10)),
    }),
  );
  return id;
}
