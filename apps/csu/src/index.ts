/** The centre's server, for the composition root and the command line. */

import { join } from 'node:path';

export { type ImportedFacts, importIntoState } from './backup/import-into-state.ts';
export {
  openBackup,
  type RestoreReport,
  type RestoreWish,
  restoreCentre,
} from './backup/restore-centre.ts';
export { type Centre, startCentre } from './centre.ts';
export { type Csu, type CsuParts, createCsu } from './csu.ts';
export { readKeyRoot } from './environment.ts';
export { RecorderBoard } from './link/recorder-board.ts';
export type { LiveFigures } from './live/live-gateway.ts';
export { createLog, type Log, type LogFields } from './observe/log.ts';
export { type OwnerActs, type OwnerDoor, openOwnerDoor } from './owner-socket.ts';
export type { Listening } from './serving/listen.ts';
export { type CsuSettings, isLoopback, loopbackNames, type TlsSettings } from './settings.ts';
export { systemChance, systemClock } from './system-clock.ts';
export { startWitness, type Witness, type WitnessWish } from './witness/witness-server.ts';

/** The program of the centre, for the supervisor to start. */
export const csuEntry: string = join(import.meta.dirname, 'main.ts');
