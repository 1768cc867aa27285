/**
 * Each sensitive act's own law and words, in one table: who may do it, and so who may be its second
 * person (SEC-31), asked again of every prover when it is carried out (SEC-32). An act that isn't here
 * can't be asked with a confirmation; the type checks that none is forgotten.
 */

import { personsFor, type Refusal, type Right, type SensitiveAct, type Words } from '@beffroi/town';
import { reachedBy, refusalToWiden } from '../acts/group-reach.ts';
import { refusalToEndHold } from '../acts/holds-reach.ts';
import { refusalToClear, refusalToLet, refusalToManage, rightsHeld } from '../acts/people-reach.ts';
import { refusalToTake } from '../emergency/reach.ts';
import type { House } from '../house.ts';
import type { Asker } from '../office.ts';
import {
  clearanceLines,
  glassLines,
  groupLines,
  holdLines,
  maskLines,
  wayInLines,
} from './ask-words.ts';
import type { AskOf, SensitiveAsk } from './sensitive-ask.ts';

interface SensitiveLaw<Kind extends SensitiveAct> {
  /** The act's own refusal for this person now; null when they may do it. */
  refusalTo(house: House, who: Asker, ask: AskOf<Kind>): Refusal | null;
  /** What will be done, line by line, for whoever signs it. */
  lines(house: House, ask: AskOf<Kind>): readonly Words[];
  /** Whom the act gives something to: never its second person. */
  beneficiaryId?(ask: AskOf<Kind>): string | null;
  /** Rights that it helps somebody to (SEC-36). */
  gives?(house: House, ask: AskOf<Kind>): readonly Right[];
}

const masksLaw = {
  refusalTo: (house: House, who: Asker, ask: AskOf<'change-masks' | 'lift-masks'>) =>
    house.refusalOf(who, firstOf(ask), { kind: 'change-masks' }) ?? refusalToReplace(house, ask),
  lines: maskLines,
};

/** MSK-55: what is signed names the decision that it replaces; one made meanwhile was weighed by nobody. */
function refusalToReplace(
  house: House,
  { targetIds: [cameraId = '', replaced] }: AskOf<'change-masks' | 'lift-masks'>,
): Refusal | null {
  return house.memory.cameras.get(cameraId)?.camera.mask?.id === replaced
    ? null
    : house.refused('masks-changed').error;
}

const laws: { readonly [Kind in SensitiveAct]: SensitiveLaw<Kind> } = {
  'change-masks': masksLaw,
  'lift-masks': masksLaw,
  'end-hold': {
    refusalTo: (house, who, { body }) => refusalToEndHold(house, who, body.cameraIds),
    lines: holdLines,
  },
  'give-clearance': {
    refusalTo: (house, who, ask) => refusalToClear(house, who, firstOf(ask), ask.body.communeIds),
    lines: clearanceLines,
    beneficiaryId: firstOf,
    gives: (_, { body }) => body.rights,
  },
  'widen-group': {
    refusalTo: (house, who, ask) => refusalToWiden(house, who, firstOf(ask)),
    lines: groupLines,
    gives: (house, ask) => reachedBy(house, firstOf(ask)).rights,
  },
  'make-way-in': {
    refusalTo: (house, who, ask) =>
      refusalToManage(house, who, firstOf(ask)) ?? refusalToLet(house, who, firstOf(ask)),
    lines: wayInLines,
    beneficiaryId: firstOf,
    gives: (house, ask) => rightsHeld(house, firstOf(ask)),
  },
  'break-glass': {
    refusalTo: refusalToTake,
    lines: glassLines,
  },
};

/** The act's own refusal for this person now; null when they may do it. */
export function refusalToDo(house: House, who: Asker, ask: SensitiveAsk): Refusal | null {
  return lawOf(ask.act).refusalTo(house, who, ask);
}

/** SEC-31: whoever confirms may do the act, hasn't asked it and gets nothing by it. */
export function refusalToSecond(
  house: House,
  who: Asker,
  askerId: string,
  ask: SensitiveAsk,
): Refusal | null {
  const { id } = who.person;
  return id === askerId || id === (lawOf(ask.act).beneficiaryId?.(ask) ?? null)
    ? house.refused('confirmation-not-yours').error
    : refusalToDo(house, who, ask);
}

/** How many persons prove this ask now. */
export function personsWanted(house: House, ask: SensitiveAsk): 1 | 2 {
  return personsFor(ask.act, house.memory.fourEyes, lawOf(ask.act).gives?.(house, ask));
}

export function linesOf(house: House, ask: SensitiveAsk): readonly Words[] {
  return lawOf(ask.act).lines(house, ask);
}

/** A law takes the asks of its own kind: the table's type says so where it is written. */
function lawOf(act: SensitiveAct): SensitiveLaw<SensitiveAct> {
  return laws[act] as SensitiveLaw<SensitiveAct>;
}

function firstOf({ targetIds }: { readonly targetIds: readonly string[] }): string {
  return targetIds[0] ?? '';
}
