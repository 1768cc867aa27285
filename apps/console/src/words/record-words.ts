/**
 * What the names in an entry's record mean to whoever reads the register. `record-words.test.ts` reads the
 * programs that write entries and wants words for each name. A name that isn't here (an older or newer version
 * wrote it) is shown as it stands: a record is never shortened for want of a word.
 */

import type { Translate } from '../i18n/text.ts';

type Words = Readonly<Record<string, string>>;

export function recordWord(t: Translate, name: string): string {
  const words: Words = {
    ...actWords(t),
    ...peopleWords(t),
    ...cameraWords(t),
    ...recordingWords(t),
    ...upkeepWords(t),
    ...timeWords(t),
  };
  return words[name] ?? name;
}

function actWords(t: Translate): Words {
  return {
    act: t('Acte'),
    added: t('Ajoutées'),
    cameraIds: t('Caméras'),
    changed: t('Modifiées'),
    code: t('Code'),
    confirmation: t('Confirmation'),
    digest: t('Empreinte'),
    emergency: t('Accès d’urgence'),
    finding: t('Constat'),
    folder: t('Dossier'),
    form: t('Forme'),
    log: t('Registre'),
    name: t('Nom'),
    note: t('Note'),
    number: t('N°'),
    opening: t('Ouverture'),
    reason: t('Raison'),
    removed: t('Retirées'),
    rule: t('Règle'),
    signed: t('Déjà signé'),
    title: t('Titre'),
    unreadable: t('Illisible'),
    why: t('Cause'),
    words: t('Avis'),
  };
}

function peopleWords(t: Translate): Words {
  return {
    authority: t('Autorité et acte'),
    channel: t('Demandée'),
    communeIds: t('Communes'),
    displayName: t('Nom'),
    ended: t('Sessions fermées'),
    framework: t('Cadre'),
    ground: t('Fondement'),
    groupIds: t('Groupes de caméras'),
    how: t('Moyen'),
    left: t('Départ'),
    login: t('Nom de connexion'),
    post: t('Fonction'),
    publicKeySha256: t('Empreinte de la clé'),
    requester: t('Officier et service'),
    rights: t('Droits'),
    session: t('Session'),
  };
}

function cameraWords(t: Translate): Words {
  return {
    authorisation: t('Autorisation'),
    choice: t('Masques'),
    commune: t('Commune'),
    communeId: t('Commune'),
    fastFlow: t('Passage rapide'),
    fence: t('Relais n°'),
    framing: t('Cadrage'),
    hasUsername: t('Avec un utilisateur'),
    key: t('Clé du fichier de la ville'),
    mainUrl: t('Adresse du flux principal'),
    objective: t('Objectif'),
    place: t('Lieu'),
    position: t('Emplacement'),
    purposes: t('Finalités'),
    reference: t('Référence'),
    replaces: t('Version remplacée'),
    retentionDays: t('Conservation (jours)'),
    state: t('État'),
    subUrl: t('Adresse du flux secondaire'),
    uncovers: t('Moins caché'),
  };
}

function recordingWords(t: Translate): Words {
  return {
    closing: t('Clôture'),
    copies: t('Copies de la clé'),
    files: t('Fichiers'),
    gops: t('Groupes d’images'),
    keyDay: t('Clé du jour'),
    keyDestroyedAt: t('Clé détruite'),
    keyId: t('Clé'),
    maskVersions: t('Versions des masques'),
    path: t('Fichier'),
    pictures: t('Images'),
    recoded: t('Recodé'),
    recorder: t('Enregistreur'),
    sha256: t('Empreinte'),
    sizeBytes: t('Taille'),
    timeSource: t('Source de l’heure'),
  };
}

function upkeepWords(t: Translate): Words {
  return {
    aheadMs: t('Avance de l’horloge'),
    backupMadeAt: t('Sauvegarde du'),
    behindMs: t('Retard de l’horloge'),
    believed: t('Horloge crue'),
    dayKeys: t('Clés du jour'),
    former: t('Registre d’avant'),
    fourEyes: t('Actes à deux personnes'),
    keysLost: t('Clés perdues'),
    madeAt: t('Copie du'),
    recipients: t('Destinataires'),
    recordingsLost: t('Enregistrements perdus'),
    schema: t('Version des tables'),
    sealed: t('Secrets scellés'),
    secretsRenewed: t('Secrets renouvelés'),
    town: t('Ville'),
  };
}

function timeWords(t: Translate): Words {
  return {
    atMs: t('Instant'),
    day: t('Jour'),
    endedAt: t('Fin'),
    endMs: t('Fin'),
    from: t('Du'),
    fromMs: t('Du'),
    hour: t('Heure'),
    momentMs: t('Instant'),
    startMs: t('Début'),
    to: t('Au'),
    toMs: t('Au'),
    until: t('Jusqu’au'),
  };
}
