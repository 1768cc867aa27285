/** The people one may be in a demonstration town, each with a line on what their post does. */

import type { Post, Words } from '@beffroi/town';
import type { DemoPersonView } from '@beffroi/wire';
import type { House } from '../house.ts';

const abouts: Readonly<Record<Post, Words>> = {
  operator: {
    fr: 'Regarde le mur, pose des repères, suit les alarmes.',
    en: 'Watches the wall, sets bookmarks, follows alarms.',
  },
  'csu-head': {
    fr: 'Dirige le centre : personnes, caméras, masques, relecture.',
    en: 'Runs the centre: people, cameras, masks, playback.',
  },
  'police-chief': {
    fr: 'Consulte les enregistrements et habilite les agents.',
    en: 'Looks at recordings and clears officers.',
  },
  technician: {
    fr: 'Entretient caméras et enregistreurs, sans voir d’image.',
    en: 'Looks after cameras and recorders, without seeing pictures.',
  },
  dpo: {
    fr: 'Lit les registres et les preuves, sans voir d’image.',
    en: 'Reads registers and proofs, without seeing pictures.',
  },
  inspector: {
    fr: 'Contrôle les registres pour la commission départementale.',
    en: 'Checks the registers for the departmental commission.',
  },
  mayor: {
    fr: 'Répond du système devant la population.',
    en: 'Answers for the system before the people of the town.',
  },
};

export function demonstrationPeople(house: House): readonly DemoPersonView[] {
  if (!house.parts.settings.demonstration) {
    return [];
  }
  return [...house.memory.people.values()]
    .filter(({ person }) => person.leftAt === null)
    .map(({ person }) => ({
      id: person.id,
      displayName: person.displayName,
      post: person.post,
      about: abouts[person.post],
    }));
}
