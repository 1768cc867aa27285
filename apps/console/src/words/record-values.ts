/**
 * What stands in an entry's record, as people say it: codes of closed lists in their words, people and cameras by
 * their names, any other id by its end (the whole is in the receipt, REG-10). An unknown code stays as it is.
 */

import { type IdKind, idPrefixes } from '@beffroi/kernel';
import { framings, holdFrameworks, posts, purposes, rights } from '@beffroi/town';
import type { RegisterOpeningView } from '@beffroi/wire';
import type { Translate } from '../i18n/text.ts';
import {
  frameworkLabel,
  framingLabel,
  isWay,
  postLabel,
  purposeLabel,
  rightLabel,
  wayLabel,
} from './labels.ts';

/** Names by id. */
export type Names = ReadonlyMap<string, string>;

export function namesOf({ people, cameras }: RegisterOpeningView): Names {
  return new Map([...people, ...cameras].map(({ id, name }) => [id, name]));
}

/** The text under a name of a record. */
export function recordValue(t: Translate, names: Names, name: string, text: string): string {
  return closedWord(t, name, text) ?? names.get(text) ?? endOf(text);
}

/** What an entry is about: a name as it is, an id as a word and its end. */
export function aboutWord(t: Translate, text: string): string {
  const kind = kindOf(text);
  return kind === null ? text : `${thingWord(t, kind)}${noBreak}${endOf(text)}`.trim();
}

function closedWord(t: Translate, name: string, text: string): string | null {
  switch (name) {
    case 'how':
      return isWay(text) ? wayLabel(t, text) : null;
    case 'post':
      return labelled(posts, text, (post) => postLabel(t, post));
    case 'rights':
      return labelled(rights, text, (right) => rightLabel(t, right));
    case 'purposes':
      return labelled(purposes, text, (purpose) => purposeLabel(t, purpose));
    case 'framing':
      return labelled(framings, text, (framing) => framingLabel(t, framing));
    case 'framework':
      return labelled(holdFrameworks, text, (framework) => frameworkLabel(t, framework));
    case 'closing':
      return text === 'complete' ? t('Complète') : t('Interrompue');
    case 'timeSource':
      return text === 'camera' ? t('La caméra') : t('L’arrivée au centre');
    case 'channel':
      return text === 'phone' ? t('par téléphone') : t('par écrit');
    case 'log':
      return text === 'acts' ? t('Actes') : t('Enregistrements');
    default:
      return null;
  }
}

function labelled<Code extends string>(
  codes: readonly Code[],
  text: string,
  label: (code: Code) => string,
): string | null {
  const code = codes.find((one) => one === text);
  return code === undefined ? null : label(code);
}

const idShape = /^([a-z]{3,4})_[0-9a-z]{16}$/;
const endLetters = 5;
const noBreak = '\u00a0';
/** Between the dots and the end, which no line may part. */
const wordJoiner = '\u2060';

function kindOf(text: string): IdKind | null {
  const prefix = idShape.exec(text)?.[1];
  const kinds = Object.keys(idPrefixes) as IdKind[];
  return kinds.find((kind) => idPrefixes[kind] === prefix) ?? null;
}

function endOf(text: string): string {
  return kindOf(text) === null ? text : `…${wordJoiner}${text.slice(-endLetters)}`;
}

function thingWord(t: Translate, kind: IdKind): string {
  const words: Partial<Record<IdKind, string>> = {
    alarm: t('Alarme'),
    bookmark: t('Repère'),
    camera: t('Caméra'),
    cameraGroup: t('Groupe'),
    clearance: t('Habilitation'),
    emergency: t('Accès d’urgence'),
    entry: t('Écriture'),
    hold: t('Images conservées'),
    maskVersion: t('Version des masques'),
    person: t('Personne'),
    recorder: t('Enregistreur'),
    recording: t('Enregistrement'),
    viewing: t('Relecture'),
  };
  return words[kind] ?? '';
}
