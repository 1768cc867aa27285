/**
 * The words of a tile without a picture that only this page can know; all other states bring their
 * words from the centre (LIV-25). No state is without words, and none is told by colour alone.
 */

import type { Translate } from '../../i18n/text.ts';
import type { TileCondition } from '../../media/tile-status.ts';
import type { IconName } from '../../ui/icon.tsx';

export function conditionTitle(t: Translate, state: TileCondition): string {
  const titles: Record<TileCondition, string> = {
    live: t('En direct'),
    connecting: t('Connexion…'),
    'camera-lost': t('Caméra perdue'),
    'mask-missing': t('Masquage non décidé'),
    'mask-failed': t('Masquage en panne'),
    'not-in-service': t('Hors service'),
    'no-right': t('Pas de droit'),
    'outside-hours': t('Hors horaires'),
    overloaded: t('Enregistreur saturé'),
    'recorder-away': t('Enregistreur injoignable'),
    offline: t('Centre injoignable'),
    cut: t('Accès coupé'),
    undecodable: t('Format non lisible'),
    'too-many': t('Trop d’images'),
  };
  return titles[state];
}

/** The sentence under the title, for the states that the centre sends no words for. */
export function conditionSentence(t: Translate, state: TileCondition): string {
  switch (state) {
    case 'offline':
      return t('Le centre ne répond plus. Nouvel essai en cours.');
    case 'undecodable':
      return t('Ce navigateur ne sait pas décoder ce flux. Demandez un flux secondaire en H.264.');
    case 'too-many':
      return t('Toutes les images possibles sont déjà ouvertes dans cette fenêtre.');
    default:
      return '';
  }
}

export function conditionIcon(state: TileCondition): IconName {
  switch (state) {
    case 'live':
      return 'camera';
    case 'connecting':
      return 'clock';
    case 'mask-missing':
    case 'mask-failed':
      return 'mask';
    case 'no-right':
    case 'cut':
    case 'outside-hours':
      return 'lock';
    case 'recorder-away':
    case 'overloaded':
    case 'offline':
      return 'server';
    case 'camera-lost':
    case 'not-in-service':
    case 'undecodable':
    case 'too-many':
      return 'warning';
  }
}

/** From this age on, a picture is told as late. */
export const lateMs = 2_000;
