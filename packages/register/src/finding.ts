/**
 * What a check of the register finds, once: the rule, whether it makes the answer a no, and a
 * sentence in French and English for the clerk who asked. The list is closed; a code never changes
 * its meaning. Entries are counted from 1, as people do.
 */

import { shownText } from '@beffroi/kernel';

export interface Words {
  readonly fr: string;
  readonly en: string;
}

export interface Finding {
  readonly rule: string;
  readonly code: FindingCode;
  /** `no`: the register doesn't hold. `note`: worth knowing, changes nothing. */
  readonly weight: 'no' | 'note';
  /** What it is about, for programs: `{ number: 7 }`, `{ tile: '0/3' }`. */
  readonly about: Readonly<Record<string, string | number>>;
  readonly words: Words;
}

type Line = readonly [rule: string, weight: Finding['weight'], fr: string, en: string];

const catalogue = {
  'checkpoint-missing': [
    'REG-5',
    'no',
    'Il n’y a pas de point de contrôle : rien ne dit ce que le registre contenait.',
    'There is no checkpoint: nothing says what the register held.',
  ],
  'checkpoint-unreadable': [
    'REG-5',
    'no',
    'Le point de contrôle n’est pas lisible : le fichier a été abîmé ou modifié.',
    'The checkpoint can’t be read: the file was damaged or altered.',
  ],
  'registers-below': [
    'REG-22',
    'no',
    'Ce dossier contient plusieurs registres : vérifiez-les l’un après l’autre ({names}).',
    'This folder holds several registers: check them one after the other ({names}).',
  ],
  'file-converted': [
    'REG-22',
    'no',
    '{name} a été converti en chemin (fins de ligne ou encodage) : redemandez-le et copiez-le sans l’ouvrir.',
    '{name} was converted on its way (line ends or encoding): ask for it again and copy it without opening it.',
  ],
  'file-too-large': [
    'REG-22',
    'no',
    '{name} est démesuré : ce n’est pas un fichier de registre. Il n’a pas été lu.',
    '{name} is far too large: it is no file of a register. It wasn’t read.',
  ],
  'files-unknown': [
    'REG-22',
    'no',
    'Des fichiers sous {folder} n’appartiennent pas à ce registre ({count}) et ne prouvent rien : {name} en premier.',
    'Files under {folder} don’t belong to this register ({count}) and prove nothing: {name} first.',
  ],
  'lines-unknown': [
    'REG-22',
    'no',
    '{name} contient des lignes ajoutées, répétées ou récrites ({count}), qui ne prouvent rien.',
    '{name} holds lines that were added, repeated or rewritten ({count}); they prove nothing.',
  ],
  'witness-in-future': [
    'REG-6',
    'note',
    'Le témoin {name} dit avoir vu ce point de contrôle plus tard que maintenant : son horloge, ou celle de cet ordinateur, est fausse.',
    'The witness {name} says that it saw this checkpoint later than now: its clock, or this computer’s, is wrong.',
  ],
  'key-not-given': [
    'REG-5',
    'no',
    'Aucune clé de ce registre n’a été donnée : on ne peut pas dire qui a signé. Demandez la clé à la commune par un autre chemin.',
    'No key of this register was given: nobody can say who signed. Ask the town for its key by another way.',
  ],
  'checkpoint-signature-wrong': [
    'REG-5',
    'no',
    'La signature du point de contrôle est fausse : il a été modifié, ou la commune ne l’a pas signé. Le reste n’a pas été examiné.',
    'The signature of the checkpoint is wrong: it was altered, or the town didn’t sign it. The rest wasn’t looked at.',
  ],
  'witness-missing': [
    'REG-6',
    'no',
    'Le témoin {name} n’a pas contresigné ce point de contrôle.',
    'The witness {name} hasn’t cosigned this checkpoint.',
  ],
  'entry-altered': [
    'REG-8',
    'no',
    'L’écriture n° {number} a été modifiée.',
    'Entry no. {number} was altered.',
  ],
  'tile-altered': [
    'REG-8',
    'no',
    'La dalle {tile} de l’arbre a été modifiée ; les écritures elles-mêmes sont intactes.',
    'Tile {tile} of the tree was altered; the entries themselves are intact.',
  ],
  'entry-or-tile-altered': [
    'REG-8',
    'no',
    'L’écriture n° {number} et la dalle {tile} se contredisent : l’une des deux au moins a été modifiée.',
    'Entry no. {number} and tile {tile} contradict each other: one of them at least was altered.',
  ],
  'entry-unreadable': [
    'REG-1',
    'no',
    'L’écriture n° {number} n’a pas la forme d’une écriture de registre.',
    'Entry no. {number} doesn’t have the form of a register’s entry.',
  ],
  'entries-missing': [
    'REG-8',
    'no',
    'Les écritures n° {number} à {last} manquent ou ne sont pas lisibles.',
    'Entries no. {number} to {last} are missing or can’t be read.',
  ],
  'tile-missing': [
    'REG-8',
    'no',
    'La dalle {tile} de l’arbre manque ou n’a pas la bonne longueur.',
    'Tile {tile} of the tree is missing or has the wrong length.',
  ],
  'root-differs': [
    'REG-8',
    'no',
    'Les écritures ne donnent pas ce que la commune a signé : au moins une a été changée, ajoutée ou retirée.',
    'The entries don’t give what the town signed: at least one was changed, added or taken out.',
  ],
  'record-altered': [
    'REG-8',
    'no',
    'Le texte de l’écriture n° {number} a été modifié : il ne correspond plus à ce qui a été scellé.',
    'The text of entry no. {number} was altered: it no longer matches what was sealed.',
  ],
  'salt-altered': [
    'REG-8',
    'no',
    'Le sel de l’écriture n° {number} a été modifié : son texte ne peut plus être prouvé.',
    'The salt of entry no. {number} was altered: its text can no longer be proved.',
  ],
  'record-disagrees': [
    'REG-8',
    'no',
    'Le texte de l’écriture n° {number} ne dit pas la même chose que l’écriture (nature ou date).',
    'The text of entry no. {number} doesn’t say the same as the entry (kind or time).',
  ],
  'record-missing': [
    'REG-9',
    'no',
    'Le texte de l’écriture n° {number} manque, sans être déclaré effacé.',
    'The text of entry no. {number} is missing and isn’t declared erased.',
  ],
  'records-missing': [
    'REG-9',
    'no',
    'Les textes des écritures n° {number} à {last} manquent, sans être déclarés effacés.',
    'The texts of entries no. {number} to {last} are missing and aren’t declared erased.',
  ],
  'record-erased-early': [
    'REG-9',
    'no',
    'Le texte de l’écriture n° {number} a été effacé avant son terme.',
    'The text of entry no. {number} was erased before its term.',
  ],
  'record-kept-too-long': [
    'REG-9',
    'note',
    'Le texte de l’écriture n° {number} aurait dû être effacé : son terme est passé.',
    'The text of entry no. {number} should have been erased: its term is over.',
  ],
  'records-erased': [
    'REG-9',
    'note',
    '{count} textes ont été effacés à leur terme, comme la loi le veut ; les écritures restent prouvées.',
    '{count} texts were erased at their term, as the law wants; the entries stay proved.',
  ],
  rollback: [
    'REG-12',
    'no',
    'Retour en arrière : un point de contrôle signé annonçait {size} écritures, le registre en montre moins.',
    'Rollback: a signed checkpoint announced {size} entries, the register shows fewer.',
  ],
  fork: [
    'REG-12',
    'no',
    'Bifurcation : à {size} écritures, la commune a signé autre chose que ce registre.',
    'Fork: at {size} entries the town signed something else than this register.',
  ],
  'former-checkpoint-wrong': [
    'REG-12',
    'no',
    'Le point de contrôle conservé « {name} » est illisible ou mal signé.',
    'The kept checkpoint “{name}” can’t be read or is wrongly signed.',
  ],
  'time-stamp-wrong': [
    'REG-11',
    'no',
    'L’horodatage « {name} » ne tient pas : {reason}.',
    'The time-stamp “{name}” doesn’t hold: {reason}.',
  ],
  'time-stamp-unchecked': [
    'REG-11',
    'note',
    'L’horodatage « {name} » n’a pas été examiné : aucune autorité d’horodatage n’a été donnée.',
    'The time-stamp “{name}” wasn’t looked at: no time-stamping authority was given.',
  ],
  'proof-unreadable': [
    'REG-10',
    'no',
    'Ce fichier n’est pas une preuve de registre lisible.',
    'This file isn’t a readable proof of a register.',
  ],
  'proof-wrong': [
    'REG-10',
    'no',
    'La preuve ne mène pas à ce que la commune a signé : l’écriture ou la preuve a été modifiée.',
    'The proof doesn’t lead to what the town signed: the entry or the proof was altered.',
  ],
  'receipt-erased': [
    'REG-9',
    'note',
    'Le texte de cette écriture n’est pas joint ; seules sa nature et sa date sont prouvées.',
    'The text of this entry isn’t attached; only its kind and its time are proved.',
  ],
  'more-findings': [
    'REG-8',
    'no',
    'Il y a encore {count} constats de même nature.',
    'There are {count} more findings of the same nature.',
  ],
} as const satisfies Record<string, Line>;

export type FindingCode = keyof typeof catalogue;

/** A finding with its marks filled; `reason` may have words of its own. */
export function finding(code: FindingCode, about: Finding['about'] = {}, reason?: Words): Finding {
  const [rule, weight, fr, en] = catalogue[code];
  return {
    rule,
    code,
    weight,
    about,
    words: { fr: fill(fr, about, reason?.fr), en: fill(en, about, reason?.en) },
  };
}

function fill(text: string, about: Finding['about'], reason = ''): string {
  // What files are called, and who signs, is theirs to choose (REG-23).
  return text.replace(/\{(\w+)\}/g, (_, name: string) => shownText(String(about[name] ?? reason)));
}
