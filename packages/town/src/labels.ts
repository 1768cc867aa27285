/**
 * French and English words for the closed lists of the town's law, as they stand in sentences: "le
 * droit de consulter les enregistrements". French is the reference.
 */

import type { CameraState } from './camera.ts';
import type { ClearanceKind, Post, Right } from './person.ts';
import type { Words } from './words.ts';

export const rightWords: Readonly<Record<Right, Words>> = {
  'watch-live': { fr: 'voir le direct', en: 'watch live' },
  'view-recordings': { fr: 'consulter les enregistrements', en: 'look at recordings' },
  'save-stills': { fr: 'enregistrer une image', en: 'save stills' },
  bookmark: { fr: 'poser un repère', en: 'set bookmarks' },
  'manage-cameras': { fr: 'gérer les caméras', en: 'manage cameras' },
  'change-masks': { fr: 'modifier les masques', en: 'change masks' },
  'manage-people': { fr: 'gérer les personnes', en: 'manage people' },
  'read-register': { fr: 'lire le registre', en: 'read the register' },
  'read-health': { fr: 'voir l’état des équipements', en: 'read the health of equipment' },
  'share-layouts': { fr: 'partager un mur', en: 'share layouts' },
  'place-holds': { fr: 'conserver des images pour la justice', en: 'keep pictures for justice' },
  'end-holds': {
    fr: 'confirmer ou lever une conservation',
    en: 'confirm or lift a legal hold',
  },
};

export const postWords: Readonly<Record<Post, Words>> = {
  operator: { fr: 'vidéo-opérateur', en: 'video operator' },
  'csu-head': { fr: 'responsable du CSU', en: 'head of the centre' },
  'police-chief': { fr: 'chef de la police municipale', en: 'head of the municipal police' },
  technician: { fr: 'technicien', en: 'technician' },
  dpo: { fr: 'délégué à la protection des données', en: 'data protection officer' },
  inspector: { fr: 'membre de la commission', en: 'member of the commission' },
  mayor: { fr: 'maire', en: 'mayor' },
};

export const clearanceKindWords: Readonly<Record<ClearanceKind, Words>> = {
  'police-officer': {
    fr: 'policier municipal, agréé et assermenté',
    en: 'municipal police officer, approved and sworn',
  },
  'approved-agent': { fr: 'agent agréé par le préfet', en: 'agent approved by the prefect' },
  'without-pictures': { fr: 'sans image', en: 'without pictures' },
};

export const stateWords: Readonly<Record<CameraState['kind'], Words>> = {
  planned: { fr: 'prévue', en: 'planned' },
  notified: { fr: 'déclarée au préfet', en: 'notified' },
  'in-service': { fr: 'en service', en: 'in service' },
  withdrawn: { fr: 'retirée', en: 'withdrawn' },
};
