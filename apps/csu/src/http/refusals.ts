/**
 * How a no is said over HTTP: one table from the kind of a refusal to its status, and the refusals
 * that only this room can give. Every body of a no has a rule, a stable code and words in French and
 * English (RefusalBody), also when it is the world that failed.
 */

import type { Failure } from '@beffroi/kernel';
import { type Refusal, type RefusalKind, refusalKindOf, type Words } from '@beffroi/town';

const statusOfKind: Readonly<Record<RefusalKind, number>> = {
  'not-signed-in': 401,
  forbidden: 403,
  unknown: 404,
  conflict: 409,
  invalid: 422,
  confirm: 428,
  wait: 429,
};

const recorderWords: Words = {
  fr: 'L’enregistreur ne répond pas. Le technicien peut vérifier qu’il fonctionne.',
  en: 'The recorder does not answer. The technician can check that it runs.',
};

/** Failures that a person is told apart from the others: it is known what to do. */
const knownFailures: Readonly<Record<string, Omit<HttpRefusal, 'code'>>> = {
  'recorder-away': { status: 503, rule: 'LIV-25', words: recorderWords },
  'recorder-busy': { status: 503, rule: 'LIV-25', words: recorderWords },
  'recorder-timeout': { status: 504, rule: 'LIV-25', words: recorderWords },
  'database-away': {
    status: 503,
    rule: 'OPS-21',
    words: {
      fr: 'La base de données ne répond pas : rien n’a été enregistré. L’enregistrement des caméras continue ; réessayez dans un instant.',
      en: 'The database does not answer: nothing was kept. Cameras go on recording; try again shortly.',
    },
  },
  'database-busy': {
    status: 503,
    rule: 'OPS-21',
    words: {
      fr: 'La base de données est occupée par un autre travail : rien n’a été enregistré. Réessayez dans un instant.',
      en: 'The database is held up by other work: nothing was kept. Try again shortly.',
    },
  },
  'clock-behind': {
    status: 503,
    rule: 'RET-12',
    words: {
      fr: 'L’horloge du centre retarde sur ce qu’il a déjà écrit : aucun acte n’est accepté avant qu’elle ne soit remise à l’heure. Prévenez le technicien.',
      en: 'The clock of the centre is behind what it has already written: no act is accepted until it is put right. Tell the technician.',
    },
  },
  'outcome-unknown': {
    status: 503,
    rule: 'OPS-22',
    words: {
      fr: 'La base de données s’est tue pendant l’enregistrement : on ne sait pas encore si l’acte est fait. Regardez l’état avant de le demander de nouveau.',
      en: 'The database went silent while this was being kept: whether it is done isn’t known yet. Look at the state before asking again.',
    },
  },
  'sign-in-busy': {
    status: 503,
    rule: 'SEC-43',
    words: {
      fr: 'Trop de personnes se connectent au même moment : réessayez dans un instant.',
      en: 'Too many people sign in at the same moment: try again shortly.',
    },
  },
};

export interface HttpRefusal extends Refusal {
  readonly status: number;
}

/** Refusals of this room, closed. */
export const roomRefusals = {
  'cross-site': {
    status: 403,
    rule: 'SEC-41',
    words: {
      fr: 'Cette demande ne vient pas d’une page de ce centre.',
      en: 'This request does not come from a page of this centre.',
    },
  },
  'unknown-host': {
    status: 403,
    rule: 'SEC-41',
    words: {
      fr: 'Ce centre n’est pas connu sous ce nom. Le technicien peut l’ajouter aux noms du serveur.',
      en: 'This centre is not known by this name. The technician can add it to the names of the server.',
    },
  },
  'too-many-attempts': {
    status: 429,
    rule: 'SEC-43',
    words: {
      fr: 'Trop de tentatives depuis ce poste : attendez une minute.',
      en: 'Too many attempts from this machine: wait a minute.',
    },
  },
  'method-unknown': {
    status: 405,
    rule: 'SEC-47',
    words: {
      fr: 'Cette adresse ne se demande pas ainsi.',
      en: 'This address is not asked in this way.',
    },
  },
  'body-invalid': {
    status: 400,
    rule: 'SEC-47',
    words: {
      fr: 'La demande n’a pas la forme attendue.',
      en: 'The request does not have the expected form.',
    },
  },
  'body-too-large': {
    status: 413,
    rule: 'SEC-47',
    words: { fr: 'La demande est trop longue.', en: 'The request is too long.' },
  },
  'passkey-refused': {
    status: 401,
    rule: 'SEC-48',
    words: {
      fr: 'La clé d’accès n’a pas été reconnue. Réessayez, ou entrez avec le mot de passe et le code.',
      en: 'The passkey was not recognised. Try again, or sign in with password and code.',
    },
  },
  'no-such-page': {
    status: 404,
    rule: 'SEC-47',
    words: { fr: 'Cette adresse n’existe pas.', en: 'This address does not exist.' },
  },
  'no-picture': {
    status: 404,
    rule: 'MSK-1',
    words: {
      fr: 'Cette caméra n’a pas d’image masquée en ce moment.',
      en: 'This camera has no masked picture at this moment.',
    },
  },
  'not-allowed-here': {
    status: 403,
    rule: 'SEC-49',
    words: {
      fr: 'Ces mesures se lisent sur la machine elle-même ou avec le jeton.',
      en: 'These figures are read on the machine itself or with the token.',
    },
  },
} as const satisfies Readonly<Record<string, Omit<HttpRefusal, 'code'>>>;

export type RoomRefusalCode = keyof typeof roomRefusals;

/** A refusal of this room with its status; `detail` is added to both sentences. */
export function roomRefusal(code: RoomRefusalCode, detail?: Words): HttpRefusal {
  const { status, rule, words } = roomRefusals[code];
  const more = (text: string | undefined): string => (text === undefined ? '' : ` (${text})`);
  const { fr, en } = words;
  return {
    ...{ status, rule, code },
    words: { fr: fr + more(detail?.fr), en: en + more(detail?.en) },
  };
}

/** The status of a refusal of the law. */
export function statusOf(refusal: Refusal & { readonly status?: number }): number {
  return refusal.status ?? statusOfKind[refusalKindOf(refusal.code)];
}

/** REG-14: nothing is written into a register that no longer holds. */
export function refusalOfReadOnly(): HttpRefusal {
  return {
    status: 503,
    rule: 'REG-14',
    code: 'register-read-only',
    words: {
      fr: 'Le centre est en lecture seule : son registre ne correspond plus à ce qui a été signé. La raison est dite en tête de page ; prévenez le responsable du CSU.',
      en: 'The centre is read-only: its register is no longer what was signed. The reason stands at the top of the page; tell the head of the centre.',
    },
  };
}

/** What a person is told when the world failed: recorder away, database away, a defect. */
export function refusalOfFailure(failure: Failure | undefined): HttpRefusal {
  if (failure?.code === 'register-read-only') {
    return refusalOfReadOnly();
  }
  const known = failure && knownFailures[failure.code];
  if (failure === undefined || known === undefined) {
    return {
      status: 500,
      rule: 'SEC-47',
      code: 'failed',
      words: {
        fr: 'Le centre n’a pas pu répondre. Réessayez ; si cela dure, prévenez le technicien.',
        en: 'The centre could not answer. Try again; if it lasts, tell the technician.',
      },
    };
  }
  return { ...known, code: failure.code };
}
