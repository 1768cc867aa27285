/**
 * Cameras that do nothing wrong and are odd all the same, through a whole house that masks them: fields
 * instead of frames, two hundred pictures a second, one in ten seconds, datagrams that are lost, doubled
 * and swapped, a clock that jumps by hours, and one that comes back with another size after its masks were
 * decided in its absence. Nothing private is recorded or shown, each hole has a cause, and the camera
 * beside them notices nothing.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Clip,
  type RtspServer,
  readClip,
  type ServedStream,
  startRtspServer,
} from '@beffroi/camera-rtsp';
import {
  family,
  type HttpPerson,
  type RunningHouse,
  signInOverHttp,
  startHouse,
} from '@beffroi/testing';
import type { CameraView, TimelineView } from '@beffroi/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decideMasks, headLogin, writeBareTown } from './world/bare-town.ts';
import { readStreet, zone } from './world/broken-cameras.ts';
import { Cable } from './world/cable.ts';
import { LiveWatcher } from './world/live-watcher.ts';
import { MuddledAir } from './world/muddled-air.ts';
import { chanceOf } from './world/mutations.ts';
import { footage, hasFfmpeg, hasFootage } from './world/outside-servers.ts';
import { SeenThrough, seenFrom } from './world/seen-through.ts';

const waitMsMax = 100_000;
const hidden = { mode: 'server', style: 'solid', polygons: [zone] } as const;
/** Hides as much and more: no lift. */
const more = { ...hidden, polygons: [zone, zone.map(({ x, y }) => ({ x: x + 0.3, y }))] } as const;
const kinds = ['steady', 'interlaced', 'fast', 'slow', 'muddled', 'jumping', 'returning'] as const;
type Kind = (typeof kinds)[number];
const ntpHourS = 3600;
/** Pictures that are looked at as they were shown; all that were recorded are. */
const shownMax = 600;

describe.skipIf(!(hasFootage && hasFfmpeg))(
  'odd cameras (need shared footage, ffmpeg)',
  () => {
    const folder = mkdtempSync('/var/tmp/beffroi-odd-');
    const ids = new Map<string, string>();
    const startedMs = Date.now();
    const served = new Map<Kind, ServedStream>();
    let jumps = 0;
    let muddles = () => 0;
    let seen: SeenThrough;
    let cameras: RtspServer;
    let cables: { readonly port: number; close(): Promise<void> }[];
    let cable: Cable;
    let house: RunningHouse;
    let person: HttpPerson;
    let watcher: LiveWatcher;
    let larger: Clip;

    beforeAll(async () => {
      const street = readStreet();
      seen = new SeenThrough(street);
      for (const kind of kinds) {
        served.set(kind, paced(street.clear, 12.5));
      }
      // Made before anything runs: while ffmpeg is waited for, every camera of this process stands still.
      larger = clipOf(x264('keyint=10'), 'scale=640:480');
      served.set('interlaced', paced(clipOf(['-flags', '+ildct+ilme', ...x264('tff=1')]), 12.5));
      served.set('fast', paced(street.clear, 200));
      served.set('slow', paced(clipOf(x264('keyint=1')), 0.1));
      served.set('muddled', { ...paced(street.clear, 12.5), faults: { refuseTcp: true } });
      cameras = await startRtspServer({
        ...{ host: '127.0.0.1', port: 0, credentials: null },
        streams: (path) => served.get(path.slice(1) as Kind) ?? null,
      });
      const air = await MuddledAir.lay(cameras.port, chanceOf(7));
      muddles = () => air.muddled;
      const clock = await Cable.lay(cameras.port, { packet: (packet) => [jumped(packet)] });
      cable = await Cable.lay(cameras.port);
      cables = [air, clock, cable];
      const portOf = (kind: Kind): number =>
        (
          ({ muddled: air.port, jumping: clock.port, returning: cable.port }) as Partial<
            Record<Kind, number>
          >
        )[kind] ?? cameras.port;
      const townFile = join(folder, 'town.yaml');
      const town = kinds.map((key) => ({
        key,
        url: `rtsp://127.0.0.1:${portOf(key)}/${key}`,
        choice: hidden,
      }));
      writeBareTown(townFile, town);
      house = await startHouse({ townFile });
      person = await signInOverHttp(house, headLogin);
      watcher = await LiveWatcher.open(house, person);
      for (const camera of await person.send<CameraView[]>('GET', '/api/cameras')) {
        ids.set(camera.name, camera.id);
        watcher.watch(camera.id);
      }
    });

    afterAll(async () => {
      watcher?.close();
      await house?.stop();
      await Promise.all((cables ?? []).map((each) => each.close()));
      await cameras?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test('MSK-1 each is shown, and nothing private in it', async () => {
      for (const kind of kinds) {
        await until(kind, () => count(kind) > (kind === 'slow' ? 1 : 60));
      }
      await until('muddled', () => muddles() > 10);
      await until('jumping', () => jumps > 4);
    });

    test('MSK-17 masks decided while a camera is away hold when it comes back with another size', async () => {
      cable.pull();
      await until('lost', () => watcher.states(idOf('returning')).at(-1) === 'camera-lost');
      await decideMasks(person, idOf('returning'), structuredClone(more) as never);
      served.set('returning', paced(larger, 12.5));
      const before = count('returning');
      cable.plug();
      await until('returning', () => count('returning') > before + 30);
    });

    test('MSK-6 REC-9 no clear sample was recorded or shown, each hole has a cause, and the neighbour has none', async () => {
      // All of it is in hand before any is looked at: then the cameras of this process stand still.
      const found = [];
      for (const kind of kinds) {
        found.push({ kind, ...(await timeline(kind)), pictures: watcher.pictures(idOf(kind)) });
      }
      for (const { kind, gaps, spans } of found) {
        expect(unexplained({ gaps, spans }), kind).toEqual([]);
        const files = await house.verb<{ pictures: number; clearPixels: number }[]>(
          'read-back',
          idOf(kind),
        );
        const recorded = files.reduce((sum, { pictures }) => sum + pictures, 0);
        expect(recorded, kind).toBeGreaterThan(kind === 'slow' ? 0 : 20);
        expect(
          files.filter(({ clearPixels }) => clearPixels > 0),
          kind,
        ).toEqual([]);
      }
      for (const { kind, pictures } of found) {
        const shown = pictures.slice(0, shownMax).map(({ annexB }) => annexB);
        expect(seen.most(Buffer.concat(shown)).most, kind).toBeLessThan(seenFrom);
      }
      expect(watcher.ended).toBeNull();
      // The machine may be too busy to mask, and says so; an odd neighbour is felt in no other way.
      const felt = found[0]?.gaps.filter(({ cause }) => !cause.startsWith('mask-engine-'));
      expect(felt).toEqual([]);
    });

    test('LNK-14 a recorder that is frozen is told, and goes on when it thaws', async () => {
      const recorder = family(house.pid).find(({ command }) =>
        /apps\/recorder\/src\/main/.test(command),
      );
      const pid = recorder?.pid ?? expect.fail('no recorder');
      process.kill(pid, 'SIGSTOP');
      try {
        await until('told', () => watcher.states(idOf('steady')).at(-1) === 'recorder-away');
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      const before = count('steady');
      await until('back', () => count('steady') > before + 10);
    });

    const idOf = (kind: Kind): string => ids.get(kind) ?? '';
    const count = (kind: Kind): number => watcher.pictures(idOf(kind)).length;

    /** Sender reports an hour back and a day forward, one after the other (RFC 3550 section 6.4.1). */
    function jumped(packet: Buffer): Buffer {
      if (packet[1] !== 1 || packet[5] !== 200) {
        return packet;
      }
      jumps += 1;
      const out = Buffer.from(packet);
      const shiftS = jumps % 2 === 0 ? -ntpHourS : 24 * ntpHourS;
      out.writeUInt32BE((out.readUInt32BE(12) + shiftS) >>> 0, 12);
      return out;
    }

    function timeline(kind: Kind): Promise<TimelineView> {
      const query = `cameraId=${idOf(kind)}&fromMs=${startedMs}&toMs=${Date.now() + 1000}`;
      return person.send<TimelineView>('GET', `/api/timeline?${query}`);
    }

    async function until(what: string, condition: () => boolean): Promise<void> {
      for (const late = Date.now() + waitMsMax; !condition(); ) {
        if (Date.now() > late) {
          throw new Error(`${what}: it never came true\n${house.log().slice(-3000)}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  },
  400_000,
);

const x264 = (params: string): readonly string[] => [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '0'],
  ...['-x264-params', `keyint=10:min-keyint=1:scenecut=0:${params}`],
];

function clipOf(encoding: readonly string[], filter = 'scale=320:240'): Clip {
  const input = ['-v', 'error', '-i', join(footage, 'kvs-dusk-street-640x480.h264')];
  const words = [...input, '-vf', filter, '-frames:v', '100', ...encoding, '-f', 'h264', '-'];
  return readClip('h264', execFileSync('ffmpeg', words, { maxBuffer: 256 * 1024 * 1024 }));
}

/** The clip over and over, at that rate. */
function paced(clip: Clip, fps: number): ServedStream {
  return {
    ...{ codec: clip.codec, parameterSets: clip.parameterSets },
    play: (sink) => {
      const begunMs = performance.now();
      let sent = 0;
      const timer = setInterval(() => {
        for (; sent <= ((performance.now() - begunMs) * fps) / 1000; sent++) {
          const picture = clip.pictures[sent % clip.pictures.length];
          if (picture !== undefined) {
            sink.accessUnit({ ...picture, ticks: Math.round((sent * 90_000) / fps) });
          }
        }
      }, 5);
      return () => clearInterval(timer);
    },
  };
}

/** Holes over 2 s between recorded spans that no gap touches. */
function unexplained({ spans, gaps }: Pick<TimelineView, 'spans' | 'gaps'>) {
  const sorted = spans.toSorted((a, b) => a.fromMs - b.fromMs);
  return sorted.flatMap((span, index) => {
    const hole = { fromMs: span.toMs, toMs: sorted[index + 1]?.fromMs ?? span.toMs };
    const isExplained = gaps.some(
      (gap) => gap.fromMs < hole.toMs && (gap.toMs ?? Number.POSITIVE_INFINITY) > hole.fromMs,
    );
    return hole.toMs - hole.fromMs > 2000 && !isExplained ? [hole] : [];
  });
}
