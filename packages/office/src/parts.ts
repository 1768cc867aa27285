/**
 * What an office is made of: its ports and its settings. The composition root of an app fills this
 * in; a test fills it with fakes.
 */

import type { ClockWatch } from './erasure/clock-watch.ts';
import type { LiveStates } from './office.ts';
import type { Chance, Clock } from './ports/clock.ts';
import type { Facts } from './ports/facts.ts';
import type { KeyRing } from './ports/keys.ts';
import type { RecorderFolders, RecordingFolder } from './ports/recordings.ts';
import type { PasswordHasher, SecretBox, Sha256, Totp } from './ports/security.ts';

export interface OfficeSettings {
  readonly townName: string;
  /** `Europe/Paris`: civil days of clearances, authorisations and keys are of this place. */
  readonly timeZone: string;
  /** Name of this site in recordings and their keys. */
  readonly site: string;
  /** A demonstration: sign-in without proof, marked on every page, loopback only. */
  readonly demonstration: boolean;
  readonly version: string;
  readonly recorder: {
    readonly syncPolicy: 'each-gop' | 'two-seconds';
    /** Share of the disk that stays free, 0 to 1. */
    readonly diskFloor: number;
    readonly maskCoresMax: number;
  };
}

export interface OfficeParts {
  readonly facts: Facts;
  readonly clock: Clock;
  /** Of a centre that also guards its facts by it; absent, the office opens one of its own. */
  readonly clockWatch?: ClockWatch;
  readonly chance: Chance;
  readonly sha256: Sha256;
  readonly passwordHasher: PasswordHasher;
  readonly totp: Totp;
  readonly secretBox: SecretBox;
  /** Opens no recording here: whoever reads recordings has the opener. */
  readonly keyRing: Omit<KeyRing, 'openDataKey' | 'close'>;
  /** The folder of recordings on this machine. */
  readonly folder: RecordingFolder;
  /** Of recorders elsewhere; absent where every recorder writes into that folder. */
  readonly recorderFolders?: RecorderFolders;
  readonly liveStates: LiveStates;
  readonly settings: OfficeSettings;
}
