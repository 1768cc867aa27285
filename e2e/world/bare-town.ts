/**
 * A town of one commune and one person who may do everything, and cameras brought in by hand as that
 * person would: added, masked, announced, put in service. For tests that bring their own streams.
 */

import { writeFileSync } from 'node:fs';
import type { HttpPerson } from '@beffroi/testing';
import { type MaskChoice, rights } from '@beffroi/town';
import type {
  CameraView,
  CommuneView,
  NewCameraBody,
  TownFile,
  TownFileCamera,
} from '@beffroi/wire';

export const headLogin = 'essai';
const year = new Date().getUTCFullYear();
const [firstDay, lastDay] = [`${year - 1}-01-01`, `${year + 1}-12-31`];
const authorisation = {
  orderNumber: 'essai',
  from: firstDay,
  until: lastDay,
  retentionDaysMax: 15,
};
type MaskBody = NonNullable<TownFileCamera['masks']>['choice'];

export interface TownCamera {
  readonly key: string;
  readonly url: string;
  readonly choice: MaskChoice;
}

/** Writes the town file (JSON is YAML), with these cameras in service. */
export function writeBareTown(path: string, cameras: readonly TownCamera[] = []): void {
  const town: TownFile = {
    // One person alone: no act of this town wants a second (SEC-31).
    town: { name: 'Essai', fourEyes: [] },
    communes: [{ insee: '99999', name: 'Essai' }],
    people: [
      {
        login: headLogin,
        name: 'Camille Essai',
        post: 'csu-head',
        clearances: [
          {
            authority: 'essai',
            communes: ['99999'],
            rights: [...rights],
            from: firstDay,
            until: lastDay,
          },
        ],
      },
    ],
    cameras: cameras.map(townCamera),
  };
  writeFileSync(path, JSON.stringify(town));
}

function townCamera({ key, url, choice }: TownCamera): TownFileCamera {
  return {
    key,
    ...{ commune: '99999', name: key, place: 'Essai', objective: 'Essai', framing: 'narrow' },
    purposes: ['prevention-of-attacks'],
    authorisation,
    state: 'in-service',
    noticeDay: firstDay,
    main: url,
    masks: { choice: structuredClone(choice) as MaskBody, reason: 'essai', decidedBy: headLogin },
  };
}

export interface StreamAddress {
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
}

/** Adds a camera and puts it in service with this decision of masks; answers its id. */
export async function bringIn(
  person: HttpPerson,
  name: string,
  { url, username, password }: StreamAddress,
  choice: MaskChoice,
): Promise<string> {
  const [commune] = await person.send<CommuneView[]>('GET', '/api/communes');
  const body: NewCameraBody = {
    communeId: commune?.id ?? '',
    name,
    place: 'Essai',
    position: null,
    purposes: ['prevention-of-attacks'],
    objective: 'Essai',
    framing: 'narrow',
    fastFlow: false,
    authorisation,
    retentionDays: 15,
    mainUrl: url,
    subUrl: null,
    username,
    password,
  };
  const { id } = await person.send<CameraView>('POST', '/api/cameras', body);
  await decideMasks(person, id, choice);
  const notice = { to: 'notified', noticeDay: firstDay };
  await person.send('POST', `/api/cameras/${id}/state`, notice);
  await person.send('POST', `/api/cameras/${id}/state`, { to: 'in-service' });
  return id;
}

export async function decideMasks(
  person: HttpPerson,
  cameraId: string,
  choice: MaskChoice,
): Promise<void> {
  await person.send('PUT', `/api/cameras/${cameraId}/masks`, { choice, reason: 'essai' });
}

/** Takes a camera out of service: its recording is closed. */
export async function withdraw(person: HttpPerson, cameraId: string): Promise<void> {
  const step = { to: 'withdrawn', reason: 'essai' };
  await person.send('POST', `/api/cameras/${cameraId}/state`, step);
}
