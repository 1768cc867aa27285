/**
 * Every refusal of the house, once: the rule that says no, what kind of no it is, and the sentence
 * for the person in French and English. The sentences are written for a night operator: what is
 * missing, and who can mend it. `{name}` marks are filled by the caller. The list is closed; a code
 * never changes its meaning.
 */

import type { CivilDay } from '@beffroi/kernel';
import { confirmationRefusals } from './confirmation-refusals.ts';
import { identityRefusals } from './identity-refusals.ts';
import { reachRefusals } from './reach-refusals.ts';
import type { Refusal, Words } from './words.ts';

/** What an HTTP room makes of it: 401, 403, 404, 409, 422, 428, 429. */
export type RefusalKind =
  | 'not-signed-in'
  | 'forbidden'
  | 'unknown'
  | 'conflict'
  | 'invalid'
  | 'confirm'
  | 'wait';

type Entry = readonly [rule: string, kind: RefusalKind, fr: string, en: string];

const catalogue = {
  ...confirmationRefusals,
  'not-signed-in': [
    'SEC-1',
    'not-signed-in',
    'Identifiez-vous pour continuer.',
    'Sign in to continue.',
  ],
  'sign-in-failed': [
    'SEC-1',
    'not-signed-in',
    'Identifiant, mot de passe ou code incorrect.',
    'Wrong name, password or code.',
  ],
  'sign-in-locked': [
    'SEC-11',
    'wait',
    'Trop d’essais : réessayez dans {minutes} min, ou utilisez votre clé d’accès.',
    'Too many attempts: try again in {minutes} min, or use your passkey.',
  ],
  'person-left': [
    'SEC-2',
    'forbidden',
    'Cette personne a quitté le service.',
    'This person has left the service.',
  ],
  'no-clearance': [
    'SEC-3',
    'forbidden',
    'Vous n’avez pas d’habilitation. Le responsable du CSU peut en établir une.',
    'You have no clearance. The head of the centre can issue one.',
  ],
  'clearance-elsewhere': [
    'SEC-4',
    'forbidden',
    'Votre habilitation ne couvre pas ce lieu. Demandez au responsable du CSU.',
    'Your clearance does not cover this place. Ask the head of the centre.',
  ],
  'clearance-without-right': [
    'SEC-5',
    'forbidden',
    'Votre habilitation ne donne pas le droit de {right}.',
    'Your clearance does not give the right to {right}.',
  ],
  'clearance-not-begun': [
    'SEC-6',
    'forbidden',
    'Votre habilitation commence le {day}.',
    'Your clearance begins on {day}.',
  ],
  'clearance-ended': [
    'SEC-6',
    'forbidden',
    'Votre habilitation a pris fin le {day}. Le responsable du CSU peut la renouveler.',
    'Your clearance ended on {day}. The head of the centre can renew it.',
  ],
  'clearance-suspended': [
    'SEC-7',
    'forbidden',
    'Votre habilitation est suspendue : {reason}',
    'Your clearance is suspended: {reason}',
  ],
  'post-without-right': [
    'SEC-9',
    'forbidden',
    'La fonction « {post} » ne permet pas de {right}.',
    'The post “{post}” cannot {right}.',
  ],
  'password-weak': [
    'SEC-10',
    'invalid',
    'Mot de passe trop facile à deviner ({bits} bits sur {wanted}). Allongez-le, ou prenez cinq mots au hasard.',
    'Password too easy to guess ({bits} of {wanted} bits). Make it longer, or take five random words.',
  ],
  'enrolment-over': [
    'SEC-13',
    'unknown',
    'Ce lien d’inscription a déjà servi ou n’est plus valable. Demandez-en un autre.',
    'This enrolment link has been used or is no longer valid. Ask for another.',
  ],
  'code-wrong': [
    'SEC-16',
    'invalid',
    'Ce code n’est pas le bon. Vérifiez l’heure du téléphone et prenez le code suivant.',
    'This code is wrong. Check the clock of your phone and take the next code.',
  ],
  'last-way-in': [
    'SEC-19',
    'conflict',
    'C’est votre seul moyen de connexion : demandez d’abord un lien au responsable du CSU.',
    'This is your only way in: first ask the head of the centre for a link.',
  ],
  ...identityRefusals,
  'own-clearance': [
    'SEC-14',
    'forbidden',
    'Personne n’établit sa propre habilitation.',
    'Nobody issues their own clearance.',
  ],
  'way-in-above': [
    'SEC-24',
    'forbidden',
    'Cette personne peut « {right} » et vous non : son lien se fait par qui le peut aussi, ou sur la machine du centre.',
    'This person may {right} and you may not: their link is made by somebody who may too, or on the machine of the centre.',
  ],
  'demonstration-only': [
    'SEC-17',
    'forbidden',
    'Cette entrée n’existe que dans la ville de démonstration.',
    'This way in exists in the demonstration town only.',
  ],
  'camera-not-in-service': [
    'LIV-1',
    'forbidden',
    'Cette caméra n’est pas en service.',
    'This camera is not in service.',
  ],
  'authorisation-missing': [
    'LIV-2',
    'forbidden',
    'Cette caméra n’a pas d’autorisation préfectorale.',
    'This camera has no authorisation of the prefect.',
  ],
  'authorisation-not-begun': [
    'LIV-2',
    'forbidden',
    'L’autorisation préfectorale de cette caméra commence le {day}.',
    'The prefect’s authorisation of this camera begins on {day}.',
  ],
  'authorisation-ended': [
    'LIV-2',
    'forbidden',
    'L’autorisation préfectorale de cette caméra a pris fin le {day} : plus d’image jusqu’à son renouvellement.',
    'The prefect’s authorisation of this camera ended on {day}: no picture until it is renewed.',
  ],
  'mask-missing': [
    'MSK-1',
    'forbidden',
    'Aucune décision de masquage pour cette caméra : aucune image avant qu’elle soit prise.',
    'No mask decision for this camera: no picture until there is one.',
  ],
  'motive-missing': [
    'LIV-3',
    'invalid',
    'Indiquez le motif de la consultation.',
    'Give the motive for looking at recordings.',
  ],
  'retention-over': [
    'RET-2',
    'forbidden',
    'La conservation de ces images, de {days} jours au plus, est terminée.',
    'The retention of these pictures, {days} days at most, is over.',
  ],
  'hold-without-reference': [
    'HLD-1',
    'invalid',
    'Indiquez la référence de la réquisition et l’officier qui la demande.',
    'Give the reference of the requisition and the officer who asks for it.',
  ],
  'hold-end-invalid': [
    'HLD-1',
    'invalid',
    'Une conservation a un terme : entre aujourd’hui et {days} jours.',
    'A hold has an end: from today to {days} days ahead.',
  ],
  'hold-over': [
    'HLD-2',
    'conflict',
    'Cette conservation a déjà pris fin : ce qu’elle gardait est effacé.',
    'This hold has already ended: what it kept is erased.',
  ],
  'hold-confirmed': [
    'HLD-2',
    'conflict',
    'Cette conservation est déjà confirmée par écrit.',
    'This hold is already confirmed in writing.',
  ],
  'viewing-over': [
    'LIV-6',
    'forbidden',
    'Cette consultation est terminée. Indiquez de nouveau un motif.',
    'This viewing has ended. Give a motive again.',
  ],
  'viewing-elsewhere': [
    'LIV-6',
    'forbidden',
    'Cette caméra n’est pas dans la consultation en cours.',
    'This camera is not part of this viewing.',
  ],
  'camera-step-refused': [
    'OPS-1',
    'conflict',
    'Une caméra « {from} » ne peut pas passer à « {to} ».',
    'A camera that is “{from}” cannot become “{to}”.',
  ],
  'service-without-notice': [
    'OPS-2',
    'conflict',
    'Informez d’abord le préfet : la date de l’avis manque ou n’est pas encore passée.',
    'Inform the prefect first: the day of notice is missing or still to come.',
  ],
  'service-without-authorisation': [
    'OPS-2',
    'conflict',
    'Pas de mise en service sans autorisation préfectorale en vigueur ce jour.',
    'No service without an authorisation of the prefect in force today.',
  ],
  'authorisation-too-long': [
    'OPS-3',
    'invalid',
    'Une autorisation dure au plus {years} ans et finit après son début.',
    'An authorisation lasts {years} years at most and ends after it begins.',
  ],
  'camera-incomplete': [
    'OPS-4',
    'invalid',
    'Il manque à la caméra : {what}.',
    'The camera lacks: {what}.',
  ],
  'camera-address-invalid': [
    'OPS-4',
    'invalid',
    'L’adresse du flux doit être de la forme rtsp://machine/chemin, sans identifiant ni mot de passe.',
    'The stream address must look like rtsp://machine/path, without user name or password.',
  ],
  'retention-too-long': [
    'RET-1',
    'invalid',
    'Conservation de {days} jours refusée : le maximum est de {max} jours pour cette caméra.',
    'Keeping {days} days is refused: the maximum is {max} days for this camera.',
  ],
  'clearance-invalid': [
    'OPS-6',
    'invalid',
    'Une habilitation finit après son début et dure au plus {years} ans.',
    'A clearance ends after it begins and lasts {years} years at most.',
  ],
  'ground-without-pictures': [
    'OPS-14',
    'invalid',
    'Cette habilitation ouvre des images : il y faut un policier municipal agréé et assermenté, ou un agent agréé par le préfet.',
    'This clearance opens pictures: it takes a municipal police officer, approved and sworn, or an agent approved by the prefect.',
  ],
  'ground-incomplete': [
    'OPS-14',
    'invalid',
    'Il manque à cette habilitation la date de : {what}.',
    'This clearance lacks the day of: {what}.',
  ],
  'ground-too-late': [
    'OPS-14',
    'invalid',
    'L’habilitation ne peut commencer avant {what} ({day}).',
    'The clearance can’t begin before {what} ({day}).',
  ],
  'ground-review-due': [
    'OPS-14',
    'invalid',
    'L’agrément du préfet est à réexaminer : l’habilitation finit au plus tard le {day}.',
    'The approval of the prefect is due for review: the clearance ends on {day} at the latest.',
  ],
  'login-taken': [
    'OPS-7',
    'conflict',
    'Cet identifiant est déjà pris.',
    'This login is already taken.',
  ],
  'mask-geometry-invalid': [
    'MSK-51',
    'invalid',
    'Zone {zone} invalide : {fault_fr}.',
    'Zone {zone} is invalid: {fault_en}.',
  ],
  'mask-empty': [
    'MSK-52',
    'invalid',
    'Dessinez au moins une zone, ou déclarez qu’aucune n’est nécessaire.',
    'Draw at least one zone, or declare that none is needed.',
  ],
  'masks-changed': [
    'MSK-55',
    'conflict',
    'Les masques de cette caméra ont changé entre-temps : regardez-les, puis recommencez.',
    'The masks of this camera have changed meanwhile: look at them, then begin again.',
  ],
  'unknown-camera': ['SEC-4', 'unknown', 'Caméra inconnue.', 'Unknown camera.'],
  'unknown-person': ['SEC-4', 'unknown', 'Personne inconnue.', 'Unknown person.'],
  'unknown-commune': ['SEC-4', 'unknown', 'Commune inconnue.', 'Unknown commune.'],
  'unknown-thing': ['SEC-4', 'unknown', 'Introuvable.', 'Not found.'],
  ...reachRefusals,
  'register-not-opened': [
    'REG-18',
    'forbidden',
    'Dites d’abord pourquoi vous ouvrez le registre ; une ouverture vaut quatre heures.',
    'Say first why you open the register; an opening is good for four hours.',
  ],
  'paper-too-long': [
    'REG-19',
    'invalid',
    'Il y a trop d’enregistrements dans cette période : choisissez une caméra ou moins de jours.',
    'There are too many recordings in this period: choose a camera or fewer days.',
  ],
  'period-invalid': [
    'LIV-8',
    'invalid',
    'La période demandée est vide ou dépasse 31 jours.',
    'The period is empty or longer than 31 days.',
  ],
} as const satisfies Readonly<Record<string, Entry>>;

export type RefusalCode = keyof typeof catalogue;

/** Every code, for tests and documentation. */
export const refusalCodes = Object.keys(catalogue) as readonly RefusalCode[];

/** A refusal with its marks filled; a value may differ between the two languages. */
export function refusal(
  code: RefusalCode,
  values: Readonly<Record<string, string | Words>> = {},
): Refusal {
  const [rule, , fr, en] = catalogue[code];
  return { rule, code, words: { fr: filled(fr, values, 'fr'), en: filled(en, values, 'en') } };
}

/** The kind of a refusal's code; a code that is not of this catalogue counts as forbidden. */
export function refusalKindOf(code: string): RefusalKind {
  return Object.hasOwn(catalogue, code) ? catalogue[code as RefusalCode][1] : 'forbidden';
}

/** A civil day as each language writes it: 22/11/2026 and 2026-11-22. */
export function dayWords(day: CivilDay): Words {
  return { fr: day.split('-').reverse().join('/'), en: day };
}

function filled(
  text: string,
  values: Readonly<Record<string, string | Words>>,
  language: keyof Words,
): string {
  return text.replace(/\{(\w+)\}/g, (mark, name: string) => {
    const value = values[name];
    return value === undefined ? mark : typeof value === 'string' ? value : value[language];
  });
}
