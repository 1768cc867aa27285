/**
 * The sentences of the checker, in French and English. They are written for a clerk who has never
 * seen the house from inside; what was found says its own words (packages/register).
 */

import { shownText } from '@beffroi/kernel';

export const locales = ['fr', 'en'] as const;
export type Locale = (typeof locales)[number];

const catalogue = {
  yes: [
    'OUI : tout concorde, rien n’a été modifié.',
    'YES: everything agrees, nothing was altered.',
  ],
  no: ['NON : cela ne peut pas être confirmé.', 'NO: this can’t be confirmed.'],
  'key-unreadable': [
    'Cette clé n’est pas lisible : {line}. Recopiez-la entièrement.',
    'This key can’t be read: {line}. Copy it as a whole.',
  ],
  register: [
    'Registre {origin} : {size} écritures, {kept} textes présents, {erased} effacés.',
    'Register {origin}: {size} entries, {kept} texts present, {erased} erased.',
  ],
  'time-stamp': [
    'Horodatage reconnu : {size} écritures existaient le {at}.',
    'Recognised time-stamp: {size} entries existed on {at}.',
  ],
  entry: [
    'Écriture n° {number} du registre {origin} : {kind}, {at}.',
    'Entry no. {number} of the register {origin}: {kind}, {at}.',
  ],
  record: ['Texte prouvé : {record}', 'Proved text: {record}'],
  witness: ['Le témoin {name} l’a vu le {at}.', 'The witness {name} saw it on {at}.'],
  title: ['Vérifier un registre ou un reçu', 'Check a register or a receipt'],
  about: [
    'Cette page travaille seule, sur cet ordinateur : rien n’est envoyé.',
    'This page works alone, on this computer: nothing is sent.',
  ],
  keys: [
    'Clé de la commune et de ses témoins, une par ligne (donnée par un autre chemin que le fichier)',
    'Key of the town and of its witnesses, one a line (given by another way than the file)',
  ],
  authorities: [
    'Certificats des autorités d’horodatage que vous reconnaissez (PEM, facultatif)',
    'Certificates of the time-stamping authorities that you trust (PEM, optional)',
  ],
  drop: [
    'Déposez ici un reçu, ou le dossier d’un registre.',
    'Drop a receipt here, or the folder of a register.',
  ],
  'choose-file': ['Choisir un reçu', 'Choose a receipt'],
  'choose-folder': ['Choisir un dossier', 'Choose a folder'],
  working: ['Vérification en cours…', 'Checking…'],
  failed: ['La vérification n’a pas pu se faire : {what}', 'The check could not be made: {what}'],
  'other-language': ['English', 'Français'],
} as const satisfies Record<string, readonly [fr: string, en: string]>;

export type WordCode = keyof typeof catalogue;

export function say(
  code: WordCode,
  locale: Locale,
  marks: Readonly<Record<string, string | number>> = {},
): string {
  const [fr, en] = catalogue[code];
  return (locale === 'fr' ? fr : en).replace(/\{(\w+)\}/g, (_, name: string) =>
    shownText(String(marks[name] ?? '')),
  );
}
