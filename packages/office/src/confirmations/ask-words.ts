/**
 * What a sensitive act will do, in the words of whoever has to sign it: which camera, from what to what,
 * for whom, why. Short lines; what can't be named any more is shown by its id.
 */

import {
  dayWords,
  type MaskChoice,
  type MaskLift,
  postWords,
  rightWords,
  type Words,
} from '@beffroi/town';
import { reachedBy } from '../acts/group-reach.ts';
import type { House } from '../house.ts';
import type { AskOf } from './sensitive-ask.ts';

export function maskLines(
  house: House,
  { targetIds, body }: AskOf<'change-masks' | 'lift-masks'>,
): readonly Words[] {
  const camera = house.memory.cameras.get(targetIds[0] ?? '')?.camera;
  const before = camera?.mask?.choice ?? null;
  const lift = body.uncovers;
  return [
    line('Caméra', 'Camera', same(camera?.name ?? targetIds[0] ?? '')),
    line('Masques jusqu’ici', 'Masks until now', choiceWords(before)),
    line('Masques désormais', 'Masks from now on', choiceWords(body.choice)),
    ...(lift ? [line('Ce qui sera moins caché', 'Hidden less', liftWords(lift))] : []),
    line('Motif', 'Reason', same(body.reason)),
  ];
}

/** What whoever signs a lift must know: which zones, and in which way (MSK-54). */
function liftWords({ why, zones }: MaskLift): Words {
  const [fr, en] = liftCatalogue[why];
  // "Zone" is written alike in both languages.
  const named = `${zones.length > 1 ? 'zones' : 'zone'} ${zones.map((zone) => zone + 1).join(', ')}`;
  return zones.length === 0 ? { fr, en } : { fr: `${fr} (${named})`, en: `${en} (${named})` };
}

const liftCatalogue: Readonly<Record<MaskLift['why'], readonly [fr: string, en: string]>> = {
  'none-needed': ['plus rien n’est caché', 'nothing is hidden any more'],
  'by-camera': [
    'la caméra masque seule, seules ses images clés sont vérifiées',
    'the camera masks alone, only its key pictures are checked',
  ],
  mosaic: ['une mosaïque remplace un aplat', 'a mosaic takes the place of one colour'],
  zones: ['un lieu caché jusqu’ici se voit', 'a place hidden until now is seen'],
};

function choiceWords(choice: MaskChoice | null): Words {
  if (choice === null) {
    return { fr: 'aucune décision', en: 'no decision' };
  }
  if (choice.mode === 'none-needed') {
    return { fr: 'aucun, toute l’image se voit', en: 'none, the whole picture is seen' };
  }
  const count = choice.polygons.length;
  const zones: Words = {
    fr: count > 1 ? `${count} zones` : `${count} zone`,
    en: count === 1 ? `${count} zone` : `${count} zones`,
  };
  if (choice.mode === 'camera') {
    return { fr: `${zones.fr}, par la caméra`, en: `${zones.en}, by the camera` };
  }
  return choice.style === 'solid'
    ? { fr: `${zones.fr}, en aplat`, en: `${zones.en}, solid` }
    : { fr: `${zones.fr}, en mosaïque`, en: `${zones.en}, pixelated` };
}

export function holdLines(house: House, { body }: AskOf<'end-hold'>): readonly Words[] {
  const cameras = body.cameraIds.map((id) => house.memory.cameras.get(id)?.camera.name ?? id);
  return [
    line('Conservation', 'Hold', same(body.reference)),
    line('Caméras', 'Cameras', same(cameras.join(', '))),
    line('Suite', 'What follows', {
      fr: 'ce qu’elle seule gardait est effacé et ne se rouvre plus',
      en: 'what only it kept is erased and never opens again',
    }),
    line('Motif', 'Reason', same(body.reason)),
  ];
}

export function clearanceLines(
  house: House,
  { targetIds, body }: AskOf<'give-clearance'>,
): readonly Words[] {
  const communes = body.communeIds.map((id) => house.memory.communes.get(id)?.name ?? id);
  const cameras = (body.cameraIds ?? []).map(
    (id) => house.memory.cameras.get(id)?.camera.name ?? id,
  );
  const groups = (body.groups ?? []).map(({ id, cameraIds }) => {
    const names = cameraIds.map((each) => house.memory.cameras.get(each)?.camera.name ?? each);
    return `${house.memory.cameraGroups.get(id)?.name ?? id} (${names.join(', ')})`;
  });
  const [from, until] = [dayWords(body.from), dayWords(body.until)];
  return [
    line('À', 'To', personWords(house, targetIds[0] ?? '')),
    line('Communes', 'Communes', same(communes.join(', '))),
    ...(cameras.length === 0 ? [] : [line('Caméras', 'Cameras', same(cameras.join(', ')))]),
    ...(groups.length === 0 ? [] : [line('Groupes', 'Groups', same(groups.join(', ')))]),
    line('Droits', 'Rights', {
      fr: body.rights.map((right) => rightWords[right].fr).join(', '),
      en: body.rights.map((right) => rightWords[right].en).join(', '),
    }),
    line('Durée', 'Term', {
      fr: `du ${from.fr} au ${until.fr}`,
      en: `from ${from.en} to ${until.en}`,
    }),
    line('Acte', 'Act', same(body.authority)),
  ];
}

export function groupLines(
  house: House,
  { targetIds, body }: AskOf<'widen-group'>,
): readonly Words[] {
  const cameras = body.added.map((id) => house.memory.cameras.get(id)?.camera.name ?? id);
  const persons = reachedBy(house, targetIds[0] ?? '').personIds.map(
    (id) => house.person(id)?.displayName ?? id,
  );
  return [
    line('Groupe', 'Group', same(body.name)),
    line('Caméras ajoutées', 'Cameras added', same(cameras.join(', '))),
    line('Ouvertes à', 'Opened to', same(persons.join(', '))),
  ];
}

export function wayInLines(house: House, { targetIds }: AskOf<'make-way-in'>): readonly Words[] {
  return [
    line('À', 'To', personWords(house, targetIds[0] ?? '')),
    line('Accès', 'Way in', {
      fr: 'un lien d’inscription, valable une fois pendant 24 heures',
      en: 'an enrolment link, good once within 24 hours',
    }),
  ];
}

export function glassLines(_: House, { body }: AskOf<'break-glass'>): readonly Words[] {
  return [
    line('Durée', 'Term', { fr: `${body.minutes} minutes`, en: `${body.minutes} minutes` }),
    line('Motif', 'Reason', same(body.reason)),
  ];
}

function personWords(house: House, personId: string): Words {
  const person = house.person(personId);
  return person === null
    ? same(personId)
    : {
        fr: `${person.displayName}, ${postWords[person.post].fr}`,
        en: `${person.displayName}, ${postWords[person.post].en}`,
      };
}

function same(text: string): Words {
  return { fr: text, en: text };
}

function line(fr: string, en: string, what: Words): Words {
  return { fr: `${fr} : ${what.fr}`, en: `${en}: ${what.en}` };
}
