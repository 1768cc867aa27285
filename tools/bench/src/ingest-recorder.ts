/**
 * Process: receives N cameras, seals, hashes and syncs them exactly as the product's recorder does,
 * and answers each line of standard input with its counters as one JSON line.
 */

import { randomBytes } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createRtspSource } from '@beffroi/camera-rtsp';
import { civilDayOf, instantFromMs, letGo } from '@beffroi/kernel';
import { createDataKeySealer, createFileKeyRing } from '@beffroi/keyring';
import { declaredNoneNeeded } from '@beffroi/mask-engine';
import type { Chance, Clock } from '@beffroi/office';
import { openRecorderStore } from '@beffroi/store-recordings';

const [port = '', count = '1', directory = ''] = process.argv.slice(2);
const clock: Clock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  monotonicMs: () => performance.now(),
  after(ms, what) {
    const timer = setTimeout(what, ms);
    return () => clearTimeout(timer);
  },
};
const chance: Chance = { bytes: (length) => new Uint8Array(randomBytes(length)) };
await statfs(directory);
const ring = await createFileKeyRing({ directory: `${directory}/keys`, chance });
const today = civilDayOf(instantFromMs(clock.nowMs()), 'Europe/Paris');
const keys = await ring.dayPublicKeys(today, 2);
let closed = 0;
let gaps = 0;
const store = await openRecorderStore({
  directory: `${directory}/recordings`,
  site: 'bench',
  sealer: createDataKeySealer(() => keys, chance),
  clock,
  chance,
  syncPolicy: 'each-gop',
  diskFloor: 0.01,
  places: (cameraId) => ({ name: cameraId, place: 'bench' }),
  sink: (fact) => {
    closed += fact.kind === 'recording-closed' ? 1 : 0;
    gaps += fact.kind === 'gap' ? 1 : 0;
  },
});
const source = createRtspSource({ clock, chance });
let pictures = 0;
const runs = Array.from({ length: Number(count) }, (_, index) => {
  const track = store.track(`cam_bench${String(index).padStart(4, '0')}`, 'main', 1);
  return source.run(
    {
      url: `rtsp://127.0.0.1:${port}/${index}`,
      username: null,
      password: null,
      transport: 'tcp',
      trustedPem: null,
    },
    {
      format: (format) => track.format(format),
      accessUnit: (unit) => {
        pictures += 1;
        track.append(declaredNoneNeeded(unit, { mode: 'none-needed', version: 'msk_bench' }));
        letGo(unit.data);
      },
      gap: (notice) => track.gap(notice.cause, notice.detail, notice.atMs),
    },
  );
});
createInterface({ input: process.stdin }).on('line', () => {
  const lost = runs.reduce((sum, run) => sum + run.figures.packetsLost, 0);
  const connected = runs.filter((run) => run.figures.connected).length;
  const { bytesWritten, droppedPictures, syncs } = store.figures;
  process.stdout.write(
    `${JSON.stringify({ pictures, connected, lost, gaps, closed, bytesWritten, droppedPictures, syncs })}\n`,
  );
});
process.stdin.on('end', () => process.exit(0));
