/** `node packages/town/test/time-decision.ts`: how long a decision on a live picture takes. */

import { type Id, type Instant, instantFromMs } from '@beffroi/kernel';
import { decide, fr2026, rights, standingCamera, standingClearance } from '../src/index.ts';

const zone = 'Europe/Paris';
const personId = 'per_time' as Id<'person'>;
const communeId = 'com_time' as Id<'commune'>;
const cameraId = 'cam_time' as Id<'camera'>;
const since = '2026-01-02T00:00:00.000Z' as Instant;
const term = { from: '2026-01-01', until: '2026-12-31' };

const facts = {
  person: {
    id: personId,
    displayName: 'T',
    login: 't',
    post: 'csu-head',
    locale: 'fr',
    theme: 'dark',
    leftAt: null,
  },
  clearances: Array.from({ length: 10 }, (_, index) =>
    standingClearance(
      {
        id: `clr_time${index}` as Id<'clearance'>,
        personId,
        authority: 'A',
        ground: null,
        communeIds: [communeId],
        cameraIds: null,
        groupIds: [],
        rights,
        ...term,
        suspended: null,
      },
      zone,
      new Map(),
    ),
  ),
  camera: standingCamera(
    {
      id: cameraId,
      communeId,
      name: 'C',
      place: 'C',
      position: null,
      state: { kind: 'in-service', noticeDay: '2026-01-01', since },
      purposes: ['public-buildings'],
      objective: 'O',
      framing: 'wide',
      fastFlow: false,
      authorisation: { orderNumber: '1', ...term, retentionDaysMax: 28 },
      retentionDays: 15,
      main: { url: 'rtsp://h/' },
      sub: null,
      mask: {
        id: 'msk_time' as Id<'maskVersion'>,
        cameraId,
        choice: { mode: 'none-needed' },
        reason: 'R',
        decidedBy: personId,
        decidedAt: since,
        referenceSha256: null,
      },
    },
    zone,
  ),
  profile: fr2026,
} as const;

const count = 200_000;
const at = instantFromMs(Date.UTC(2026, 10, 22));
let allowed = 0;
for (let round = 0; round < 2; round++) {
  const before = process.cpuUsage();
  for (let index = 0; index < count; index++) {
    allowed += decide({ kind: 'watch-live' }, facts, at).allowed ? 1 : 0;
  }
  // CPU time of this process: a busy machine doesn't slow the law down.
  const microseconds = process.cpuUsage(before).user / count;
  process.stdout.write(`${microseconds.toFixed(2)} us of CPU a decision (${allowed} allowed)\n`);
}
