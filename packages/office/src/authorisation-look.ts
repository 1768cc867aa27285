/**
 * The daily look at authorisations (OPS-12): an alarm for each camera whose prefect's order ends
 * soon, is at its last call, or is missing, and none for the others. Looked at from memory, written
 * only where something has changed; what the database couldn't take is tried at the next look.
 */

import { civilDayOf } from '@beffroi/kernel';
import { type AuthorisationStanding, authorisationStanding } from '@beffroi/town';
import { createAlarmActs } from './acts/alarms.ts';
import type { House } from './house.ts';

const codes = {
  ending: { code: 'authorisation-ending', level: 'warning' },
  'last-call': { code: 'authorisation-last-call', level: 'alarm' },
  missing: { code: 'authorisation-missing', level: 'alarm' },
} as const;
const standings = ['ending', 'last-call', 'missing'] as const;

export class AuthorisationLook {
  readonly #house: House;
  /** What the alarms say, by camera; unknown before the first look. */
  readonly #told = new Map<string, AuthorisationStanding>();
  #looking: Promise<void> = Promise.resolve();

  constructor(house: House) {
    this.#house = house;
  }

  /** One look at a time. Rejects when the database is away. */
  look(): Promise<void> {
    const again = () => this.#lookOnce();
    this.#looking = this.#looking.then(again, again);
    return this.#looking;
  }

  async #lookOnce(): Promise<void> {
    const { memory, parts, profile } = this.#house;
    const today = civilDayOf(this.#house.now(), parts.settings.timeZone);
    for (const [cameraId, { camera }] of memory.cameras) {
      const standing = authorisationStanding(camera, today, profile);
      if (this.#told.get(cameraId) !== standing) {
        await this.#tell(cameraId, standing, camera.authorisation?.until ?? null);
        this.#told.set(cameraId, standing);
      }
    }
  }

  async #tell(
    cameraId: string,
    standing: AuthorisationStanding,
    until: string | null,
  ): Promise<void> {
    const alarms = createAlarmActs(this.#house);
    for (const one of standings) {
      const { code, level } = codes[one];
      if (one !== standing) {
        await this.#end(code, cameraId);
        continue;
      }
      const detail = until === null ? 'no order is entered' : `the order is good until ${until}`;
      await alarms.raiseAlarm({ code, level, cameraId, detail });
    }
  }

  /** Looked for first: at the start no camera but a few has one, and a unit of work is synced. */
  async #end(code: string, cameraId: string): Promise<void> {
    const { facts } = this.#house.parts;
    const open = await facts.read((work) => work.alarms.open(code, cameraId, null));
    if (open !== null && open.endedMs === null) {
      await createAlarmActs(this.#house).endAlarm(code, cameraId);
    }
  }
}
