/**
 * Words for alarms: those of the gaps, and those of what isn't a gap. An alarm with a code we don't
 * know is shown all the same, with its code.
 */

import type { Words } from '@beffroi/town';
import { gapCauses } from '../ports/gap.ts';
import { gapSentence } from './gap-words.ts';

const alarmWords: Readonly<{ [code: string]: Words }> = {
  'recorder-away': {
    fr: 'Enregistreur sans liaison avec le centre. Il continue d’enregistrer ; rétablissez la liaison.',
    en: 'Recorder out of reach of the centre. It goes on recording; restore the link.',
  },
  'disk-low': {
    fr: 'Place sur disque bientôt épuisée : moins de jours que la conservation demandée.',
    en: 'Disk nearly full: fewer days left than the retention asked for.',
  },
  'disk-floor': {
    fr: 'Plancher du disque atteint : les plus anciennes images sont effacées avant leur terme.',
    en: 'Disk floor reached: the oldest pictures are erased before their term.',
  },
  'facts-not-kept': {
    fr: 'L’enregistreur ne peut plus noter ce qu’il fait : libérez son disque ou rétablissez la liaison.',
    en: 'The recorder can no longer note what it does: free its disk or restore the link.',
  },
  'camera-lost': {
    fr: 'Caméra sans image. Vérifiez son alimentation et le réseau.',
    en: 'No picture from a camera. Check its power and the network.',
  },
  'certificate-ending': {
    fr: 'Le certificat du centre arrive à son terme : remplacez-le avant que les postes ne le refusent.',
    en: 'The certificate of the centre is about to end: replace it before the posts refuse it.',
  },
  'recording-removed': {
    fr: 'Un enregistrement a été effacé avant son terme, faute de place.',
    en: 'A recording was erased before its term, for lack of space.',
  },
  'erasure-failed': {
    fr: 'Des images arrivées à leur terme n’ont pas pu être effacées. Prévenez le technicien ; l’effacement est retenté chaque minute.',
    en: 'Pictures past their term could not be erased. Call the technician; it is tried again each minute.',
  },
  'erasure-stopped': {
    fr: 'Lecture seule : plus rien n’est effacé, et la loi borne ce délai. Le détail dit jusqu’à quel jour ; faites réparer le registre avant.',
    en: 'Read-only: nothing is erased any more, and the law sets an end to that. The detail says by which day; have the register repaired before.',
  },
  'key-copy-over': {
    fr: 'Une sauvegarde faite avec ses clés garde des clés détruites ici. Le détail la nomme : détruisez ces clés sur chaque copie.',
    en: 'A backup taken with keys still holds keys that are destroyed here. The detail names it: destroy those keys on every copy.',
  },
  'hold-failed': {
    fr: 'Des images à conserver pour la justice n’ont pas pu être mises sous leur propre clé. Elles restent, et la clé de leur jour avec elles. Prévenez le technicien.',
    en: 'Pictures kept for justice could not be put under their own key. They stay, and so does the key of their day. Call the technician.',
  },
  'clock-forward': {
    fr: 'L’horloge du centre a été avancée. L’effacement attend une heure qu’elle soit remise à l’heure : vérifiez-la maintenant.',
    en: 'The clock of the centre was set forward. Erasing waits an hour for it to be put right: check it now.',
  },
  'clock-unconfirmed': {
    fr: 'L’horloge du centre a sauté de plus de deux jours, ou le centre est resté éteint. Plus rien n’est effacé tant qu’elle n’est pas confirmée : vérifiez-la, puis faites-la confirmer par le propriétaire de la machine.',
    en: 'The clock of the centre leapt by more than two days, or the centre was off. Nothing is erased until it is confirmed: check it, then have the owner of the machine confirm it.',
  },
  'clock-behind': {
    fr: 'L’horloge du centre retarde sur ce qu’il a déjà écrit : aucun acte n’est accepté avant qu’elle ne soit remise à l’heure.',
    en: 'The clock of the centre is behind what it has already written: no act is accepted until it is put right.',
  },
  'erasure-waiting': {
    fr: 'Des fichiers condamnés depuis plus d’un jour sont encore sur un enregistreur absent. Remettez-le en service, ou détruisez son disque.',
    en: 'Files condemned more than a day ago are still on a recorder that is away. Start it again, or destroy its disk.',
  },
  'centre-restored': {
    fr: 'Le centre a été remis d’une sauvegarde : masques, droits, suspensions et conservations décidés depuis sont perdus. Décidez-les à nouveau.',
    en: 'The centre was restored from a backup: masks, rights, suspensions and holds decided since are lost. Decide them again.',
  },
  'clock-offset': {
    fr: 'L’horloge d’une caméra s’écarte de celle du centre. Vérifiez son serveur de temps (NTP).',
    en: 'A camera’s clock is off the centre’s. Check its time server (NTP).',
  },
  'authorisation-ending': {
    fr: 'L’autorisation préfectorale prend fin dans moins de huit mois : demandez son renouvellement.',
    en: 'The authorisation of the prefect ends in less than eight months: ask for its renewal.',
  },
  'authorisation-last-call': {
    fr: 'L’autorisation préfectorale prend fin dans moins de cinq mois : sans renouvellement demandé maintenant, la caméra s’arrêtera.',
    en: 'The authorisation of the prefect ends in less than five months: unless its renewal is asked for now, the camera will stop.',
  },
  'emergency-access': {
    fr: 'Accès d’urgence : quelqu’un s’est ouvert des images. Voyez lequel, mettez-y fin s’il le faut, puis examinez-le.',
    en: 'Emergency access: somebody has opened pictures for themselves. See which, end it if need be, then review it.',
  },
  'emergency-review-late': {
    fr: 'Un accès d’urgence n’a pas été examiné dans les 72 heures : dites s’il était justifié.',
    en: 'An emergency access was not reviewed within 72 hours: say whether it was justified.',
  },
  'frame-rate-low': {
    fr: 'Une caméra envoie moins d’images par seconde que l’arrêté de 2007 ne demande.',
    en: 'A camera sends fewer pictures a second than the order of 2007 asks for.',
  },
  'register-read-only': {
    fr: 'Lecture seule : le registre ne correspond plus à ce qui a été signé. Aucun acte n’est accepté.',
    en: 'Read-only: the register is no longer what was signed. No act is accepted.',
  },
  'register-late': {
    fr: 'Le registre n’est plus scellé : vérifiez le disque du centre. Les actes restent notés.',
    en: 'The register is no longer sealed: check the disk of the centre. Acts are still noted.',
  },
  'witness-away': {
    fr: 'Le témoin du registre ne répond pas : vérifiez sa machine et la liaison.',
    en: 'The witness of the register does not answer: check its machine and the link.',
  },
  'time-stamp-missing': {
    fr: 'Le registre n’a pas été horodaté depuis plus d’un jour : vérifiez l’adresse de l’autorité, la liaison et l’horloge du centre.',
    en: 'The register has not been time-stamped for more than a day: check the authority’s address, the link and the clock of the centre.',
  },
  'database-away': {
    fr: 'Base de données indisponible : l’enregistrement continue, la consultation attend.',
    en: 'Database away: recording goes on, looking waits.',
  },
};

/** What an alarm says; one of a recorder begins with the recorder's name. */
export function alarmSentence(code: string, recorder: string | null = null): Words {
  const { fr, en } = sentenceOf(code);
  return recorder === null ? { fr, en } : { fr: `${recorder} : ${fr}`, en: `${recorder}: ${en}` };
}

function sentenceOf(code: string): Words {
  if (gapCauses.some((cause) => cause === code)) {
    return gapSentence(code);
  }
  return (
    (Object.hasOwn(alarmWords, code) ? alarmWords[code] : undefined) ?? {
      fr: `Alarme : ${code}`,
      en: `Alarm: ${code}`,
    }
  );
}
