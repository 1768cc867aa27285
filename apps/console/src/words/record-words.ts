/**
 * What the names in an entry's record mean to whoever reads the register. A name that isn't here (an
 * older or newer version wrote it) is shown as it stands: a record is never shortened for want of a word.
 */

import type { Translate } from '../i18n/text.ts';

export function recordWord(t: Translate, name: string): string {
  const words: Readonly<Record<string, string>> = {
    act: t('Acte'),
    added: t('Ajoutées'),
    cameraIds: t('Caméras'),
    choice: t('Masques'),
    code: t('Code'),
    confirmation: t('Confirmation'),
    dayKeys: t('Clés du jour'),
    digest: t('Empreinte'),
    displayName: t('Nom'),
    emergency: t('Accès d’urgence'),
    files: t('Fichiers'),
    folder: t('Dossier'),
    form: t('Forme'),
    ground: t('Fondement'),
    how: t('Moyen'),
    keyDay: t('Clé du jour'),
    log: t('Registre'),
    login: t('Nom de connexion'),
    name: t('Nom'),
    note: t('Note'),
    number: t('N°'),
    opening: t('Ouverture'),
    path: t('Fichier'),
    post: t('Fonction'),
    reason: t('Raison'),
    recoded: t('Recodé'),
    recorder: t('Enregistreur'),
    reference: t('Image de référence'),
    removed: t('Retirées'),
    rights: t('Droits'),
    rule: t('Règle'),
    session: t('Session'),
    sha256: t('Empreinte'),
    title: t('Titre'),
    why: t('Cause'),
    ...timeWords(t),
  };
  return words[name] ?? name;
}

function timeWords(t: Translate): Readonly<Record<string, string>> {
  return {
    atMs: t('Instant'),
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
