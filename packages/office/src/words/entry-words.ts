/**
 * What each kind of entry says, for whoever reads the register: a few words in French and English. No
 * entry of a kind without words can be made; one that another version wrote is shown as it stands.
 */

import { emergencyMotiveWords, registerPurposeWords, type Words } from '@beffroi/town';

const catalogue = {
  'act-refused': ['Acte refusé par la seconde personne', 'Act refused by the second person'],
  'alarm-acknowledged': ['Alarme acquittée', 'Alarm acknowledged'],
  'backup-taken': ['Sauvegarde faite', 'Backup taken'],
  'bookmark-removed': ['Repère retiré', 'Bookmark removed'],
  'bookmark-set': ['Repère posé', 'Bookmark set'],
  'camera-added': ['Caméra ajoutée', 'Camera added'],
  'camera-changed': ['Caméra modifiée', 'Camera changed'],
  'camera-group-changed': ['Groupe de caméras modifié', 'Group of cameras changed'],
  'camera-group-made': ['Groupe de caméras formé', 'Group of cameras made'],
  'camera-group-removed': ['Groupe de caméras supprimé', 'Group of cameras removed'],
  'camera-in-service': ['Caméra mise en service', 'Camera put into service'],
  'camera-moved': ['Caméra confiée à un autre enregistreur', 'Camera given to another recorder'],
  'camera-notified': ['Préfet informé d’une caméra', 'Prefect informed of a camera'],
  'camera-withdrawn': ['Caméra retirée', 'Camera withdrawn'],
  'centre-restored': [
    'Centre remis en service depuis une sauvegarde',
    'Centre restored from a backup',
  ],
  'clearance-given': ['Habilitation donnée', 'Clearance given'],
  'clearance-suspended': ['Habilitation suspendue', 'Clearance suspended'],
  'clock-confirmed': ['Horloge du centre confirmée', 'Clock of the centre confirmed'],
  'emergency-ended': ['Fin d’un accès d’urgence', 'Emergency access ended'],
  'emergency-reviewed': ['Accès d’urgence examiné', 'Emergency access reviewed'],
  'emergency-taken': ['Accès d’urgence pris', 'Emergency access taken'],
  enrolled: ['Premier accès fait', 'First access made'],
  'enrolment-link-made': ['Lien de premier accès remis', 'Link for a first access made'],
  'facts-exported': ['Faits exportés', 'Facts exported'],
  'facts-imported': ['Faits repris', 'Facts imported'],
  'hold-confirmed': ['Conservation confirmée', 'Hold confirmed'],
  'hold-ended': ['Conservation levée', 'Hold ended'],
  'hold-key-destroyed': ['Clé d’une conservation détruite', 'Key of a hold destroyed'],
  'hold-placed': ['Conservation pour la justice', 'Hold placed for justice'],
  'identity-revoked': ['Compte relié retiré', 'Linked account taken back'],
  'key-condemned': ['Clé du jour condamnée', 'Day key condemned'],
  'key-destroyed': ['Clé du jour détruite', 'Day key destroyed'],
  'live-watched': ['Direct consulté', 'Live picture watched'],
  'mask-redrawn': ['Masques décidés', 'Masks decided'],
  'mask-reference-erased': ['Image de référence effacée', 'Picture of reference erased'],
  'mask-reference-viewed': [
    'Image de référence des masques consultée',
    'Picture of reference of masks looked at',
  ],
  'passkey-revoked': ['Clé d’accès retirée', 'Passkey revoked'],
  'person-added': ['Personne ajoutée', 'Person added'],
  'person-changed': ['Personne modifiée', 'Person changed'],
  'person-left': ['Départ d’une personne', 'Person left'],
  'picture-fate-asked': ['Sort d’une image demandé', 'Fate of a picture asked'],
  'proof-refused': ['Preuve refusée', 'Proof refused'],
  'recorder-registered': ['Enregistreur déclaré', 'Recorder registered'],
  'recording-adopted': [
    'Enregistrement inconnu rattaché au centre',
    'Unknown recording taken into the centre',
  ],
  'recording-closed': ['Enregistrement clos', 'Recording closed'],
  'recording-consulted': ['Enregistrement consulté', 'Recording consulted'],
  'recording-removed': [
    'Enregistrement supprimé faute de place',
    'Recording removed for lack of room',
  ],
  'recordings-checked': ['Enregistrements contrôlés', 'Recordings checked'],
  'recordings-condemned': ['Enregistrements condamnés', 'Recordings condemned'],
  'recordings-erased': ['Enregistrements effacés (reçu)', 'Recordings erased (receipt)'],
  'register-entry-read': ['Écriture du registre lue', 'Entry of the register read'],
  'register-exported': ['Registre exporté', 'Register exported'],
  'register-extract-made': ['Extrait du registre', 'Extract of the register'],
  'register-opened': ['Registre ouvert', 'Register opened'],
  'sign-in-refused': ['Connexion refusée', 'Sign-in refused'],
  'signed-in': ['Connexion', 'Signed in'],
  'signed-out': ['Déconnexion', 'Signed out'],
  'still-saved': ['Image fixe enregistrée', 'Still saved'],
  'town-imported': ['Fichier de la ville importé', 'Town file brought in'],
  'viewing-opened': ['Relecture ouverte', 'Viewing opened'],
  'viewing-refused': ['Relecture refusée', 'Viewing refused'],
  'ways-in-revoked': ['Accès retirés', 'Ways in revoked'],
} as const satisfies Readonly<Record<string, readonly [fr: string, en: string]>>;

/** What an entry may be of: none is written that has no words. */
export type EntryKind = keyof typeof catalogue;

const words: ReadonlyMap<string, readonly [fr: string, en: string]> = new Map(
  Object.entries(catalogue),
);

export const entryKinds: readonly string[] = [...words.keys()];

export function entryWords(kind: string): Words {
  const [fr, en] = words.get(kind) ?? [kind, kind];
  return { fr, en };
}

const motives: Readonly<Record<string, Words>> = {
  ...registerPurposeWords,
  ...emergencyMotiveWords,
  control: { fr: 'Contrôle', en: 'Control' },
  system: { fr: 'Fonctionnement du centre', en: 'Running of the centre' },
  'live-watch': { fr: 'Surveillance en direct', en: 'Live watch' },
  'requisition-prepared': { fr: 'Préparation d’une réquisition', en: 'Requisition prepared' },
  'incident-followed-up': { fr: 'Suites d’un incident', en: 'Incident followed up' },
  'offence-in-the-act': { fr: 'Flagrant délit', en: 'Offence in the act' },
  rescue: { fr: 'Secours à personne', en: 'Rescue' },
  'right-of-access': { fr: 'Droit d’accès d’une personne', en: 'Right of access' },
  'technical-check': { fr: 'Contrôle technique', en: 'Technical check' },
  'quality-check': { fr: 'Contrôle de qualité', en: 'Quality check' },
};

/** Why an act was done; a motive that isn't known here is shown as it stands. */
export function motiveWords(motive: string): Words {
  return motives[motive] ?? { fr: motive, en: motive };
}
