/**
 * A small town for tests: two communes, six cameras (four that show pictures, one without a mask
 * decision, one only notified), and persons of several posts, one of whom has no clearance. Ids are
 * readable: `cam_place`, `per_operator`.
 */

import { addDays, civilDayOf, type Id, instantFromMs } from '@beffroi/kernel';
import type { Camera, Clearance, Person, Post, Right } from '@beffroi/town';
import { rightsOfPost } from '@beffroi/town';
import type { Commune, Facts } from '../ports/facts.ts';

const timeZone = 'Europe/Paris';
/** 2 January 2026, midnight UTC. */
const serviceSinceMs = 1_767_312_000_000;

/** What every decided camera of the example town hides: a choice that leaves it out is a lift (MSK-54). */
export const exampleZone: {
  readonly x: number;
  readonly y: number;
}[] = [
  { x: 0.1, y: 0.1 },
  { x: 0.3, y: 0.1 },
  { x: 0.3, y: 0.4 },
  { x: 0.1, y: 0.4 },
];

export const exampleCommunes = {
  vermeil: { id: 'com_vermeil' as Id<'commune'>, name: 'Vermeil', insee: '99001' },
  doucet: { id: 'com_doucet' as Id<'commune'>, name: 'Doucet-sur-Orge', insee: '99002' },
} as const satisfies { [name: string]: Commune };

export const exampleCameraIds = [
  'cam_place',
  'cam_gare',
  'cam_ecole',
  'cam_pont',
  'cam_marche',
  'cam_stade',
] as const;

export const examplePeople = [
  person('per_head', 'claire.martin', 'Claire Martin', 'csu-head'),
  person('per_operator', 'karim.benali', 'Karim Benali', 'operator'),
  person('per_other', 'lea.robin', 'Léa Robin', 'operator'),
  person('per_chief', 'paul.durand', 'Paul Durand', 'police-chief'),
  person('per_technician', 'ines.leroy', 'Inès Leroy', 'technician'),
  person('per_dpo', 'hugo.petit', 'Hugo Petit', 'dpo'),
  person('per_nobody', 'zoe.blanc', 'Zoé Blanc', 'operator'),
] as const;

function person(id: string, login: string, displayName: string, post: Post): Person {
  return {
    id: id as Id<'person'>,
    login,
    displayName,
    post,
    locale: 'fr',
    theme: 'dark',
    leftAt: null,
  };
}

/** Puts the example town on empty facts, as it stands at an instant. */
export async function seedExampleTown(facts: Facts, nowMs: number): Promise<void> {
  const today = civilDayOf(instantFromMs(nowMs), timeZone);
  await facts.transact(async (work) => {
    for (const commune of Object.values(exampleCommunes)) {
      await work.communes.put(commune);
    }
    for (const each of examplePeople) {
      await work.people.put({ person: each, selfTest: null });
    }
    await work.cameraGroups.put({
      ...{ id: 'grp_centre' as Id<'cameraGroup'>, name: 'Centre' },
      communeId: exampleCommunes.vermeil.id,
      cameraIds: ['cam_place' as Id<'camera'>],
    });
    for (const clearance of exampleClearances(today)) {
      await work.clearances.put(clearance);
    }
    for (const camera of exampleCameras(today)) {
      if (camera.mask !== null) {
        await work.masks.put({ version: camera.mask, reference: null });
      }
      await work.cameras.put({
        camera,
        key: camera.id.slice(4),
        username: null,
        sealedPassword: null,
        recorderId: null,
        fence: 0,
      });
    }
  });
}

function exampleClearances(today: string): readonly Clearance[] {
  const { vermeil, doucet } = exampleCommunes;
  const both = [vermeil.id, doucet.id];
  const liveOnly: readonly Right[] = ['watch-live', 'bookmark', 'read-health', 'share-layouts'];
  const clear = (who: string, communeIds: readonly Id<'commune'>[], rights: readonly Right[]) => ({
    id: `clr_${who}` as Id<'clearance'>,
    personId: `per_${who}` as Id<'person'>,
    authority: 'Arrêté municipal 2026-118',
    ground: null,
    communeIds,
    cameraIds: null,
    groupIds: [],
    rights,
    from: addDays(today, -30),
    until: addDays(today, 335),
    suspended: null,
  });
  return [
    clear('head', both, rightsOfPost('csu-head')),
    clear('operator', both, rightsOfPost('operator')),
    clear('other', [vermeil.id], liveOnly),
    clear('chief', both, rightsOfPost('police-chief')),
    clear('technician', both, rightsOfPost('technician')),
    clear('dpo', both, rightsOfPost('dpo')),
  ];
}

function exampleCameras(today: string): readonly Camera[] {
  const names = ['Place du Beffroi', 'Gare', 'École Jean-Macé', 'Pont neuf', 'Marché', 'Stade'];
  return exampleCameraIds.map((id, index) => {
    const cameraId = id as Id<'camera'>;
    const hasMask = id !== 'cam_marche';
    return {
      id: cameraId,
      communeId: index < 4 ? exampleCommunes.vermeil.id : exampleCommunes.doucet.id,
      name: `${index + 1} ${names[index]}`,
      place: `${names[index]}, mât ${index + 1}`,
      position: {
        latitude: 48.6 + index / 1000,
        longitude: 2.4 + index / 1000,
        bearingDeg: index * 60,
        openingDeg: 70,
        rangeM: 60,
      },
      state:
        id === 'cam_stade'
          ? { kind: 'notified', noticeDay: addDays(today, -3) }
          : {
              kind: 'in-service',
              noticeDay: addDays(today, -60),
              since: instantFromMs(serviceSinceMs),
            },
      purposes: ['prevention-of-attacks', 'traffic-flow'],
      objective: 'Lever le doute sur les appels du quartier',
      framing: index % 2 === 0 ? 'wide' : 'narrow',
      fastFlow: false,
      authorisation: {
        orderNumber: '2026-PREF-0417',
        from: addDays(today, -90),
        until: addDays(today, 1000),
        retentionDaysMax: 28,
      },
      retentionDays: 15,
      main: { url: `rtsp://127.0.0.1:8554/${id}/main` },
      sub: { url: `rtsp://127.0.0.1:8554/${id}/sub` },
      mask: hasMask ? exampleMask(cameraId) : null,
    } as const satisfies Camera;
  });
}

function exampleMask(cameraId: Id<'camera'>): NonNullable<Camera['mask']> {
  return {
    id: `msk_${cameraId.slice(4)}` as Id<'maskVersion'>,
    cameraId,
    choice: {
      mode: 'server',
      style: 'solid',
      polygons: [exampleZone],
    },
    reason: 'Fenêtres du premier étage',
    decidedBy: 'per_head' as Id<'person'>,
    decidedAt: instantFromMs(serviceSinceMs),
    referenceSha256: null,
  };
}
