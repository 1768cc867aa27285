/**
 * A house whose camera nobody masked, and then masks decided while people watch: with the answer, nothing
 * clear leaves the centre any more (MSK-19). Not to those who watch, not to who comes, not as a still;
 * and the picture comes back by itself, masked.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type RtspServer, startRtspServer } from '@beffroi/camera-rtsp';
import { type HttpPerson, type RunningHouse, signInOverHttp, startHouse } from '@beffroi/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bringIn, decideMasks, headLogin, writeBareTown } from './world/bare-town.ts';
import { readStreet, streetStream, zone } from './world/broken-cameras.ts';
import { LiveWatcher, type WatchedPicture } from './world/live-watcher.ts';
import { hasFfmpeg, hasFootage } from './world/outside-servers.ts';
import { SeenThrough, seenFrom } from './world/seen-through.ts';

const waitMsMax = 100_000;
const hidden = { mode: 'server', style: 'solid', polygons: [zone] } as const;
/** Hides as much and more: no lift. */
const more = { ...hidden, polygons: [zone, zone.map(({ x, y }) => ({ x: x + 0.3, y }))] } as const;

describe.skipIf(!(hasFootage && hasFfmpeg))(
  'masks decided while people watch (needs shared footage, ffmpeg)',
  () => {
    const folder = mkdtempSync('/var/tmp/beffroi-masks-');
    const watchers: LiveWatcher[] = [];
    let seen: SeenThrough;
    let camera: RtspServer;
    let house: RunningHouse;
    let person: HttpPerson;

    beforeAll(async () => {
      const street = readStreet();
      seen = new SeenThrough(street);
      const streams = () => streetStream(street.clear, null, street.clear);
      camera = await startRtspServer({ host: '127.0.0.1', port: 0, credentials: null, streams });
      const townFile = join(folder, 'town.yaml');
      writeBareTown(townFile);
      house = await startHouse({ townFile });
      person = await signInOverHttp(house, headLogin);
    });

    afterAll(async () => {
      for (const watcher of watchers) {
        watcher.close();
      }
      await house?.stop();
      await camera?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test('MSK-19 from the answer on, nothing under the masks before leaves the centre', async () => {
      const url = `rtsp://127.0.0.1:${camera.port}/street`;
      const address = { url, username: null, password: null };
      const cameraId = await bringIn(person, 'street', address, { mode: 'none-needed' });
      for (let count = 0; count < 2; count++) {
        await watch(cameraId);
      }
      await until(() => watchers.every((each) => each.pictures(cameraId).length > 20));
      expect(seen.most(bytesOf(watchers[0]?.pictures(cameraId))).most).toBeGreaterThan(seenFrom);
      for (const choice of [hidden, more]) {
        const before = watchers.map((each) => told(each, cameraId));
        await decideMasks(person, cameraId, structuredClone(choice) as never);
        await watch(cameraId);
        const still = await stillOf(cameraId);
        expect(still === null ? 0 : seen.still(still)).toBeLessThan(seenFrom);
        for (const [index, times] of before.entries()) {
          await watchers[index]?.settled();
          expect(told(watchers[index], cameraId)).toBeGreaterThan(times);
        }
        await until(() => watchers.every((each) => after(each, cameraId).length > 20));
        for (const each of watchers) {
          const { pictures, most } = seen.most(bytesOf(after(each, cameraId)));
          expect(pictures).toBeGreaterThan(10);
          expect(most).toBeLessThan(seenFrom);
        }
      }
    });

    async function watch(cameraId: string): Promise<void> {
      const watcher = await LiveWatcher.open(house, person);
      watchers.push(watcher);
      watcher.watch(cameraId);
    }

    const told = (watcher: LiveWatcher | undefined, cameraId: string): number =>
      watcher?.states(cameraId).filter((state) => state === 'connecting').length ?? 0;

    const after = (watcher: LiveWatcher, cameraId: string): readonly WatchedPicture[] =>
      watcher.picturesAfter(cameraId, 'connecting');

    async function stillOf(cameraId: string): Promise<Uint8Array | null> {
      const { cookie } = person;
      const address = `${house.url.replace(/\/$/, '')}/api/cameras/${cameraId}/still`;
      const answer = await fetch(address, { headers: { cookie } });
      return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
    }

    async function until(condition: () => boolean): Promise<void> {
      for (const late = Date.now() + waitMsMax; !condition(); ) {
        if (Date.now() > late) {
          throw new Error(`it never came true\n${house.log().slice(-3000)}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  },
  300_000,
);

function bytesOf(pictures: readonly WatchedPicture[] = []): Buffer {
  return Buffer.concat(pictures.map(({ annexB }) => annexB));
}
