/**
 * Why a tile shows no picture, in words: from the cause a recorder gives or the code of a refusal to
 * the state of the tile and its French and English sentence (LIV-25). No state is without words but
 * `live`; a cause that this table doesn't know is told as a lost camera, never as a picture.
 */

import type { Refusal, Words } from '@beffroi/town';
import { type TileState, tileStateOfCause } from '@beffroi/wire';

const words: Readonly<Record<Exclude<TileState, 'live'>, Words>> = {
  connecting: { fr: 'Connexion à la caméra…', en: 'Connecting to the camera…' },
  'camera-lost': {
    fr: 'La caméra ne répond plus. Nouvel essai en cours.',
    en: 'The camera no longer answers. Trying again.',
  },
  'mask-missing': {
    fr: 'Aucun masquage n’a été décidé pour cette caméra : elle ne peut pas être montrée.',
    en: 'No masking has been decided for this camera: it can’t be shown.',
  },
  'mask-failed': {
    fr: 'Le masquage ne fonctionne pas : l’image est retenue.',
    en: 'Masking does not work: the picture is withheld.',
  },
  'not-in-service': {
    fr: 'Cette caméra n’est pas en service.',
    en: 'This camera is not in service.',
  },
  'no-right': {
    fr: 'Vous n’avez pas le droit de voir cette caméra.',
    en: 'You have no right to see this camera.',
  },
  'outside-hours': {
    fr: 'Cette caméra ne peut pas être vue à cette heure.',
    en: 'This camera can’t be seen at this hour.',
  },
  overloaded: {
    fr: 'Le masquage dépasse la puissance de l’enregistreur : l’image est retenue.',
    en: 'Masking exceeds the power of the recorder: the picture is withheld.',
  },
  'recorder-away': {
    fr: 'L’enregistreur de cette caméra n’est pas joignable.',
    en: 'The recorder of this camera can’t be reached.',
  },
};

/** Causes of which the words of their state would not be true. */
const wordsOfCause: Readonly<Record<string, Words>> = {
  'stream-unsupported': {
    fr: 'La caméra envoie un format que le centre ne sait pas lire.',
    en: 'The camera sends a format that the centre can’t read.',
  },
  'stream-undecodable': {
    fr: 'La caméra répond, mais aucune image ne sort de ce qu’elle envoie. Nouvel essai en cours.',
    en: 'The camera answers, but what it sends makes no picture. Trying again.',
  },
  'masks-changed': {
    fr: 'Les masques viennent d’être décidés : l’image revient sous ceux-ci.',
    en: 'Masks have just been decided: the picture comes back under these.',
  },
  'masks-unsaid': {
    fr: 'Cet enregistreur ne dit pas sous quels masques il montre : mettez-le à la version du centre.',
    en: 'This recorder doesn’t say under which masks it shows: bring it to the version of the centre.',
  },
};

const stateOfRefusal: Readonly<Record<string, Exclude<TileState, 'live'>>> = {
  'mask-missing': 'mask-missing',
  'camera-not-in-service': 'not-in-service',
  'authorisation-missing': 'not-in-service',
  'authorisation-not-begun': 'not-in-service',
  'authorisation-ended': 'not-in-service',
  'outside-hours': 'outside-hours',
};

export interface TileReason {
  readonly state: TileState;
  readonly words: Words | null;
}

export const liveReason: TileReason = { state: 'live', words: null };

/** What a tile says of a gap cause (packages/office, `gapCauses`) or of `recorder-away`. */
export function reasonOfCause(cause: string): TileReason {
  const state = tileStateOfCause(cause);
  return { state, words: wordsOfCause[cause] ?? words[state] };
}

/** MSK-19: pictures come, but under other masks than those in force. */
export function isWithheld(cause: string): boolean {
  return cause === 'masks-changed' || cause === 'masks-unsaid';
}

/** What a tile says when the law refuses it: the law's own words. */
export function reasonOfRefusal(refusal: Refusal): TileReason {
  return { state: stateOfRefusal[refusal.code] ?? 'no-right', words: refusal.words };
}

/** LIV-20: nobody could decide again before the minute was over. */
export const leaseOver: Refusal = {
  rule: 'LIV-20',
  code: 'lease-over',
  words: {
    fr: 'Le droit de voir n’a pas pu être vérifié à temps. L’image reviendra d’elle-même.',
    en: 'The right to watch could not be checked in time. The picture will come back by itself.',
  },
};
