/** A town whose cameras all show the clock: pass-through ones, and some masked by the server. */

import { writeFileSync } from 'node:fs';
import type { ClockCamera } from '@beffroi/town-sim';
import type { TownFile } from '@beffroi/wire';

export const benchLogin = 'bench';
/** A session may hold a few sockets only, so a crowd needs several persons. */
export const benchLogins: readonly string[] = [
  benchLogin,
  ...Array.from({ length: 9 }, (_, index) => `bench-${index + 2}`),
];
const benchRights = [
  'watch-live',
  'view-recordings',
  'save-stills',
  'bookmark',
  'read-health',
] as const;

/** Writes the town file (JSON is YAML); camera keys are `clear-1`... and `masked-1`... */
export function writeClockTown(
  path: string,
  camera: Pick<ClockCamera, 'mainUrl' | 'subUrl'>,
  clear: number,
  masked: number,
): void {
  const names = [
    ...Array.from({ length: clear }, (_, index) => `clear-${index + 1}`),
    ...Array.from({ length: masked }, (_, index) => `masked-${index + 1}`),
  ];
  const today = new Date().toISOString().slice(0, 10);
  const year = Number(today.slice(0, 4));
  const town: TownFile = {
    town: { name: 'Banc de mesure' },
    communes: [{ insee: '99999', name: 'Banc' }],
    cameras: names.map((key) => ({
      key,
      commune: '99999',
      name: key,
      place: 'Banc de mesure',
      purposes: ['prevention-of-attacks'],
      objective: 'Mesure',
      framing: 'narrow',
      authorisation: {
        orderNumber: 'banc',
        from: `${year - 1}-01-01`,
        until: `${year + 1}-12-31`,
        retentionDaysMax: 15,
      },
      state: 'in-service',
      noticeDay: `${year - 1}-02-01`,
      main: camera.mainUrl,
      sub: camera.subUrl,
      masks: {
        choice: key.startsWith('masked') ? maskBelowTheClock : { mode: 'none-needed' as const },
        reason: 'banc de mesure',
        decidedBy: benchLogin,
      },
    })),
    people: benchLogins.map((login) => ({
      login,
      name: `Banc ${login}`,
      post: 'csu-head' as const,
      clearances: [
        {
          authority: 'banc',
          communes: ['99999'],
          rights: [...benchRights],
          from: `${year - 1}-01-01`,
          until: `${year + 1}-12-31`,
        },
      ],
    })),
  };
  writeFileSync(path, JSON.stringify(town, null, 2));
}

const maskBelowTheClock = {
  mode: 'server' as const,
  style: 'solid' as const,
  polygons: [
    [
      { x: 0.1, y: 0.5 },
      { x: 0.5, y: 0.5 },
      { x: 0.5, y: 0.75 },
      { x: 0.1, y: 0.75 },
    ],
  ],
};
