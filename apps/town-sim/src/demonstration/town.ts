/**
 * The town file of the demonstration: what `npm start` without arguments imports. Same form as a
 * real town's file, checked by the same schema; only the addresses depend on where the simulated
 * cameras listen.
 */

import { type Post, pictureRights, rightsOfPost } from '@beffroi/town';
import type { TownFile, TownFileCamera, TownFileGround } from '@beffroi/wire';
import { cameraOf } from '../cameras.ts';
import { type DeclaredCamera, declaredCameras, positionOf, zonesOf } from './cameras.ts';
import { declaredPeople } from './people.ts';

// No commune of France has a code that begins with 99: this one can't be mistaken for a real one.
const insee = '99401';
const authorisedFrom = '2025-03-01';
const authorisedUntil = '2030-02-28';

/** The town as data; `port` is the one the simulated cameras listen on. */
export function demonstrationTown(port: number, host = '127.0.0.1'): TownFile {
  return {
    town: { name: 'Valmont-sur-Loire' },
    communes: [{ insee, name: 'Valmont-sur-Loire' }],
    people: declaredPeople.map(({ login, name, post, authority }) => ({
      login,
      name,
      post,
      locale: 'fr',
      clearances: [
        {
          authority,
          ground: groundOf(post),
          communes: [insee],
          rights: [...rightsOfPost(post)],
          from: authorisedFrom,
          until: authorisedUntil,
        },
      ],
    })),
    cameras: declaredCameras.map((camera) => declare(camera, `rtsp://${host}:${port}`)),
  };
}

/** OP-01, OP-02: the chief is an officer, the others who see pictures are approved agents. */
function groundOf(post: Post): TownFileGround {
  if (post === 'police-chief') {
    const prosecutorApproval = '2025-02-10';
    return {
      kind: 'police-officer',
      prefectApproval: authorisedFrom,
      prosecutorApproval,
      oath: '2025-02-24',
    };
  }
  return pictureRights.some((right) => rightsOfPost(post).includes(right))
    ? { kind: 'approved-agent', prefectApproval: authorisedFrom }
    : { kind: 'without-pictures' };
}

function declare(camera: DeclaredCamera, base: string): TownFileCamera {
  const { key, name, place, purposes, objective, framing, fastFlow, maskReason } = camera;
  return {
    key,
    commune: insee,
    name,
    place,
    position: positionOf(camera),
    purposes: [...purposes],
    objective,
    framing,
    fastFlow,
    authorisation: {
      orderNumber: `DEMO-2025-${401 + declaredCameras.indexOf(camera)}`,
      from: authorisedFrom,
      until: authorisedUntil,
      retentionDaysMax: 15,
    },
    retentionDays: 15,
    state: 'in-service',
    noticeDay: '2025-03-03',
    main: `${base}/${key}/main`,
    sub: `${base}/${key}/sub`,
    masks: { choice: maskChoice(key), reason: maskReason, decidedBy: 'nadia.benali' },
  };
}

function maskChoice(key: string): NonNullable<TownFileCamera['masks']>['choice'] {
  const polygons = zonesOf(key).map((zone) => zone.map(({ x, y }) => ({ x, y })));
  if (polygons.length === 0) {
    return { mode: 'none-needed' };
  }
  return cameraOf(key).masksItself
    ? { mode: 'camera', polygons }
    : { mode: 'server', style: 'solid', polygons };
}
