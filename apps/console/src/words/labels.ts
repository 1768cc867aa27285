/**
 * The words of closed lists, as people say them: posts, rights, purposes (VP-01), framings, states
 * of a camera (VP-09), modes of masking. French is the term of the glossary.
 */

import type {
  ClearanceKind,
  EmergencyMotive,
  Framing,
  HoldFramework,
  Post,
  Purpose,
  Right,
} from '@beffroi/town';
import type { OpenSessionView } from '@beffroi/wire';
import type { Translate } from '../i18n/text.ts';

type Way = OpenSessionView['how'];

export function postLabel(t: Translate, post: Post): string {
  const labels: Record<Post, string> = {
    operator: t('Vidéo-opérateur'),
    'csu-head': t('Responsable du CSU'),
    'police-chief': t('Chef de la police municipale'),
    technician: t('Technicien'),
    dpo: t('Délégué à la protection des données'),
    inspector: t('Contrôleur'),
    mayor: t('Maire'),
  };
  return labels[post];
}

/** Who wrote an entry: a name, the owner of the machine, or nobody (the system, or past its term). */
export function authorLabel(t: Translate, by: string | null): string {
  return by === 'machine-owner' ? t('Administrateur de la machine') : (by ?? '–');
}

/** How somebody came in. */
export function wayLabel(t: Translate, how: Way): string {
  const labels: Record<Way, string> = {
    passkey: t('Par clé d’accès'),
    password: t('Par mot de passe et code'),
    oidc: t('Par un compte relié'),
    demonstration: t('Par la porte de la démonstration'),
  };
  return labels[how];
}

export function isWay(how: string): how is Way {
  return ['passkey', 'password', 'oidc', 'demonstration'].includes(how);
}

/** What a clearance rests on (OP-01, OP-02). */
export function groundLabel(t: Translate, kind: ClearanceKind): string {
  const labels: Record<ClearanceKind, string> = {
    'police-officer': t('Policier municipal, agréé et assermenté'),
    'approved-agent': t('Agent agréé par le préfet'),
    'without-pictures': t('Sans image'),
  };
  return labels[kind];
}

/** Why somebody took an emergency access (OPS-17). */
export function emergencyMotiveLabel(t: Translate, motive: EmergencyMotive): string {
  const labels: Record<EmergencyMotive, string> = {
    'danger-to-life': t('Danger pour une personne'),
    'offence-in-the-act': t('Flagrant délit'),
    disaster: t('Sinistre ou catastrophe'),
    'colleague-unreachable': t('Collègue habilité injoignable'),
  };
  return labels[motive];
}

/** What a seizure rests on (code of criminal procedure). */
export function frameworkLabel(t: Translate, framework: HoldFramework): string {
  const labels: Record<HoldFramework, string> = {
    '60-1': t('Flagrance (CPP 60-1)'),
    '77-1-1': t('Enquête préliminaire (CPP 77-1-1)'),
    '99-3': t('Information judiciaire (CPP 99-3)'),
  };
  return labels[framework];
}

export function rightLabel(t: Translate, right: Right): string {
  const labels: Record<Right, string> = {
    'watch-live': t('Voir en direct'),
    'view-recordings': t('Relire les enregistrements'),
    'save-stills': t('Enregistrer des images fixes'),
    bookmark: t('Poser des repères'),
    'manage-cameras': t('Gérer les caméras'),
    'change-masks': t('Modifier les masques'),
    'manage-people': t('Gérer les personnes'),
    'read-register': t('Lire le registre'),
    'read-health': t('Voir l’état du système'),
    'share-layouts': t('Partager des dispositions'),
    'place-holds': t('Conserver pour la justice'),
    'end-holds': t('Confirmer ou lever une conservation'),
  };
  return labels[right];
}

export function purposeLabel(t: Translate, purpose: Purpose): string {
  const labels: Record<Purpose, string> = {
    'public-buildings': t('Protection des bâtiments publics et de leurs abords'),
    'national-defence': t('Sauvegarde des installations de défense nationale'),
    'traffic-flow': t('Régulation des flux de transport'),
    'traffic-offences': t('Constatation des infractions routières'),
    'prevention-of-attacks': t('Prévention des atteintes aux personnes et aux biens'),
    terrorism: t('Prévention d’actes de terrorisme'),
    'natural-and-technological-risks': t('Risques naturels ou technologiques'),
    'rescue-and-fire': t('Secours aux personnes et incendie'),
    'amusement-parks': t('Sécurité des parcs d’attraction'),
    'motor-insurance': t('Obligation d’assurance automobile'),
    'waste-dumping': t('Dépôts sauvages d’ordures'),
  };
  return labels[purpose];
}

export function framingLabel(t: Translate, framing: Framing): string {
  return framing === 'narrow' ? t('Plan étroit') : t('Plan large');
}

export function stateLabel(
  t: Translate,
  kind: 'planned' | 'notified' | 'in-service' | 'withdrawn',
): string {
  const labels = {
    planned: t('Prévue'),
    notified: t('Préfet informé'),
    'in-service': t('En service'),
    withdrawn: t('Retirée'),
  };
  return labels[kind];
}

export function maskModeLabel(t: Translate, mode: 'server' | 'camera' | 'none-needed'): string {
  const labels = {
    server: t('Masquée par le centre'),
    camera: t('Masquée par la caméra'),
    'none-needed': t('Sans masque, déclarée'),
  };
  return labels[mode];
}
