/**
 * Why a centre opens read-only: what it finds in its database isn't the register that it signed
 * (REG-14). Each fault is said in words for the head of the centre, with what to do; the list is
 * closed.
 */

import type { Words } from '@beffroi/register';
import type { LogName } from './town-key.ts';

export type FaultCode = keyof typeof catalogue;

export interface RegisterFault {
  readonly rule: 'REG-14';
  readonly code: FaultCode;
  readonly log: LogName;
  readonly words: Words;
}

const logWords: Readonly<Record<LogName, Words>> = {
  acts: { fr: 'Registre des actes', en: 'Register of acts' },
  recordings: { fr: 'Registre des enregistrements', en: 'Register of recordings' },
};

const catalogue = {
  'checkpoint-altered': [
    'le dernier point de contrôle n’est pas signé par cette ville. Remettez le dossier register de la sauvegarde.',
    'the last checkpoint isn’t signed by this town. Put back the register folder from the backup.',
  ],
  rollback: [
    'la base ne contient que {rows} écritures alors que {size} ont été signées : une base plus ancienne a été remise. Remettez la base la plus récente.',
    'the database holds {rows} entries only, but {size} were signed: an older database was put back. Put back the newest one.',
  ],
  'entry-altered': [
    'l’écriture {number} de la base n’est plus celle qui a été signée. Remettez la base la plus récente et prévenez le DPO.',
    'entry {number} in the database is no longer the one that was signed. Put back the newest database and tell the DPO.',
  ],
  'tile-altered': [
    'le fichier {file} a été altéré. Remettez le dossier register de la sauvegarde.',
    'the file {file} was altered. Put back the register folder from the backup.',
  ],
  fork: [
    'la base et le dernier point de contrôle se contredisent. Remettez base et dossier register d’une même sauvegarde.',
    'the database and the last checkpoint contradict each other. Put back database and register folder of one backup.',
  ],
  'witness-ahead': [
    'le témoin a vu {last} écritures, ce centre n’en a plus que {size} : base et dossier register ont été ramenés en arrière. Remettez les plus récents.',
    'the witness has seen {last} entries, this centre has {size} only: database and register folder were both put back to an older state. Put back the newest.',
  ],
  'witness-fork': [
    'le témoin a vu un autre registre que celui-ci. Une écriture a été changée ou retirée ; prévenez le DPO.',
    'the witness has seen another register than this one. An entry was changed or taken out; tell the DPO.',
  ],
} as const satisfies Record<string, readonly [fr: string, en: string]>;

export function registerFault(
  log: LogName,
  code: FaultCode,
  values: Readonly<Record<string, number | string>> = {},
): RegisterFault {
  const [fr, en] = catalogue[code];
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
  const { fr: frLog, en: enLog } = logWords[log];
  return {
    rule: 'REG-14',
    code,
    log,
    words: { fr: `${frLog} : ${fill(fr)}`, en: `${enLog}: ${fill(en)}` },
  };
}
