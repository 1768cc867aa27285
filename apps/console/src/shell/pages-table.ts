/**
 * The pages of the console: address, name, icon, the key after `g`, and the right without which the
 * rail doesn't offer it. One table for the rail, the shortcuts and the titles.
 */

import type { Right } from '@beffroi/town';
import type { Translate } from '../i18n/text.ts';
import type { IconName } from '../ui/icon.tsx';

export type PagePath =
  | '/'
  | '/playback'
  | '/map'
  | '/cameras'
  | '/health'
  | '/people'
  | '/holds'
  | '/emergencies'
  | '/confirmations'
  | '/registers'
  | '/account';

export interface PageEntry {
  readonly path: PagePath;
  readonly label: string;
  readonly icon: IconName;
  /** Key after `g`. */
  readonly key: string;
  /** Any of these rights opens it; none listed: for everybody. */
  readonly rights: readonly Right[];
}

export function pagesTable(t: Translate): readonly PageEntry[] {
  return [
    { path: '/', label: t('Mur'), icon: 'wall', key: 'm', rights: ['watch-live'] },
    {
      path: '/playback',
      label: t('Relecture'),
      icon: 'playback',
      key: 'r',
      rights: ['view-recordings'],
    },
    { path: '/map', label: t('Carte'), icon: 'map', key: 'c', rights: [] },
    { path: '/cameras', label: t('Caméras'), icon: 'camera', key: 'v', rights: [] },
    { path: '/health', label: t('État'), icon: 'health', key: 'e', rights: ['read-health'] },
    { path: '/people', label: t('Personnes'), icon: 'people', key: 'p', rights: ['manage-people'] },
    {
      path: '/holds',
      label: t('Justice'),
      icon: 'lock',
      key: 'j',
      rights: ['place-holds'],
    },
    {
      path: '/confirmations',
      label: t('À confirmer'),
      icon: 'shield',
      key: 'k',
      rights: ['change-masks', 'manage-people', 'end-holds'],
    },
    {
      path: '/emergencies',
      label: t('Urgences'),
      icon: 'alarm',
      key: 'u',
      rights: ['manage-people', 'read-register'],
    },
    {
      path: '/registers',
      label: t('Registres'),
      icon: 'list',
      key: 'l',
      rights: ['read-register'],
    },
    { path: '/account', label: t('Compte'), icon: 'account', key: 'o', rights: [] },
  ];
}

/** The name of the page at a path, for the heading and the tab's title. */
export function pageTitle(t: Translate, path: string): string {
  const first = `/${path.split('/')[1] ?? ''}`;
  const others: Record<string, string> = {
    '/sign-in': t('Connexion'),
    '/enrol': t('Premier accès'),
    '/accessibilite': t('Accessibilité'),
  };
  const entry = pagesTable(t).find((page) => page.path === first);
  return entry?.label ?? others[first] ?? t('Page introuvable');
}
