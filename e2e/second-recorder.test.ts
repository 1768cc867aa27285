/**
 * A second recorder, made and run by the command line as on another machine: its own folder, spool and
 * identity. What it records is seen live, played back from the centre and read back under its masks;
 * while it is away that is said, and nothing is lost when it is back (LNK-12).
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { readClip, type ServedStream, startRtspServer } from '@beffroi/camera-rtsp';
import { type HttpPerson, type RunningHouse, signInOverHttp, startHouse } from '@beffroi/testing';
import type { TimelineView } from '@beffroi/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bringIn, headLogin, writeBareTown } from './world/bare-town.ts';
import { LiveWatcher } from './world/live-watcher.ts';
import { hasFfmpeg } from './world/outside-servers.ts';

const cli = resolve(import.meta.dirname, '../apps/cli/src/main.ts');
const waitMsMax = 100_000;
const name = 'annexe';

describe.skipIf(!hasFfmpeg)('a second recorder (needs ffmpeg)', () => {
  const folder = mkdtempSync('/var/tmp/beffroi-second-');
  const there = join(folder, name);
  let house: RunningHouse;
  let person: HttpPerson;
  let watcher: LiveWatcher;
  let camera: Awaited<ReturnType<typeof startRtspServer>>;
  let recorder: ChildProcess | null = null;
  let cameraId: string;
  let startedMs: number;
  let movedMs: number;
  const recordedThere = (): readonly string[] => {
    const folder = join(there, 'recordings', cameraId);
    return existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
  };

  beforeAll(async () => {
    const townFile = join(folder, 'town.yaml');
    writeBareTown(townFile);
    house = await startHouse({ townFile });
    person = await signInOverHttp(house, headLogin);
    watcher = await LiveWatcher.open(house, person);
    const stream = street(join(folder, 'street.h264'));
    camera = await startRtspServer({
      ...{ host: '127.0.0.1', port: 0, credentials: null, streams: () => stream },
    });
    const address = { url: `rtsp://127.0.0.1:${camera.port}/`, username: null, password: null };
    await house.verb('recorder', 'add', name, there);
    recorder = await running(there);
    startedMs = Date.now();
    cameraId = await bringIn(person, 'annexe', address, { mode: 'none-needed' });
    await house.verb('camera', 'move', cameraId, name);
    watcher.watch(cameraId);
    // Until it was moved the house's own recorder had it.
    await until(() => recordedThere().length > 0);
    movedMs = Date.now();
    await until(async () => (await spans()).some(({ toMs }) => toMs > movedMs + 4000));
  });

  afterAll(async () => {
    watcher?.close();
    await stopped();
    await camera?.close();
    await house?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('LNK-12 SEC-45 its folder is closed to others, and made once', async () => {
    expect(statSync(there).mode & 0o777).toBe(0o700);
    expect(statSync(join(there, 'recorder.json')).mode & 0o777).toBe(0o600);
    await expect(house.verb('recorder', 'add', 'encore', there)).rejects.toThrow('folder-taken');
    const listed = await house.verb<{ name: string; cameras: unknown[] }[]>('recorder', 'list');
    expect(listed.find((one) => one.name === name)?.cameras).toHaveLength(1);
    await expect(running(there)).rejects.toThrow(/already runs/);
  });

  test('LNK-12 what it records is played from the centre, read back and listed', async () => {
    const played = await play();
    expect(played.length).toBeGreaterThan(20);
    expect(played[0]).toMatchObject({ key: true });
    expect(framesOf(Buffer.concat(played.map(({ annexB }) => annexB)))).toBe(played.length);
    expect(watcher.pictures(cameraId).length).toBeGreaterThan(60);
    const files = await house.verb<{ path: string; pictures: number }[]>('read-back', cameraId);
    const names = recordedThere().map((name) => `${cameraId}/${name}`);
    const [file] = files.filter(({ path }) => names.includes(path));
    expect(file?.pictures).toBeGreaterThan(20);
    const found = await house.verb<{ unlisted: unknown[]; lines: { recorder: string }[] }>(
      'erase',
      '--inventory',
    );
    expect(found.unlisted).toEqual([]);
    expect(found.lines.map((line) => line.recorder)).toContain(name);
  });

  test('LNK-12 while it is away that is said, and it plays again once it is back', async () => {
    await stopped();
    await until(async () => (await refusal()) !== null);
    expect(await refusal()).toMatch(/recorder that holds these pictures is away/);
    expect((await spans()).length).toBeGreaterThan(0);
    recorder = await running(there);
    await until(async () => (await refusal()) === null);
    expect((await play())[0]).toMatchObject({ key: true });
  });

  async function play() {
    const { id } = await person.send<{ id: string }>('POST', '/api/viewings', {
      ...{ cameraIds: [cameraId], motive: 'technical-check', note: 'essai' },
      ...{ fromMs: startedMs, toMs: Date.now() + 60_000 },
    });
    return await watcher.recorded(id, cameraId, movedMs + 1500, 'containing');
  }

  /** Why nothing is played; null when it is. */
  function refusal(): Promise<string | null> {
    return play().then(
      () => null,
      (thrown: Error) => thrown.message,
    );
  }

  async function spans(): Promise<TimelineView['spans']> {
    const asked = `cameraId=${cameraId}&fromMs=${startedMs}&toMs=${Date.now()}`;
    return (await person.send<TimelineView>('GET', `/api/timeline?${asked}`)).spans;
  }

  async function stopped(): Promise<void> {
    const ending = recorder;
    recorder = null;
    if (ending !== null) {
      ending.kill('SIGTERM');
      await once(ending, 'exit');
    }
  }

  async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    for (const late = Date.now() + waitMsMax; !(await condition()); ) {
      if (Date.now() > late) {
        throw new Error(`it never came true\n${house.log().slice(-3000)}`);
      }
      await new Promise((done) => setTimeout(done, 200));
    }
  }
});

/** The recorder of a folder, once it says that it runs. */
async function running(folder: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [cli, 'recorder', 'run', folder, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (part: Buffer) => {
    said += String(part);
  });
  const lines = createInterface({ input: child.stdout });
  return await new Promise((done, failed) => {
    lines.once('line', () => done(child));
    child.once('exit', (code) => failed(new Error(`it ended with ${code}: ${said}`)));
  });
}

/** A drawn street in real time, over and over. */
function street(path: string): ServedStream {
  const drawn = ['-f', 'lavfi', '-i', 'testsrc=size=640x360:rate=25', '-t', '4'];
  const shape = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-bf', '0', '-g', '25', '-f', 'h264'];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...drawn, ...shape, path]);
  const bytes = execFileSync('ffmpeg', [
    ...['-v', 'error', '-i', path, '-c:v', 'copy', '-f', 'h264', '-'],
  ]);
  const { codec, parameterSets, pictures } = readClip('h264', bytes);
  return {
    ...{ codec, parameterSets },
    play: (sink) => {
      let sent = 0;
      const timer = setInterval(() => {
        const picture = pictures[sent % pictures.length];
        if (picture !== undefined) {
          sink.accessUnit({ ...picture, ticks: sent * 3600 });
        }
        sent++;
      }, 40);
      return () => clearInterval(timer);
    },
  };
}

/** How many pictures Debian's decoder makes of these bytes. */
function framesOf(annexB: Uint8Array): number {
  const words = ['-v', 'error', '-f', 'h264', '-i', '-', '-f', 'framemd5', '-'];
  const listed = String(execFileSync('ffmpeg', words, { input: annexB }));
  return listed.split('\n').filter((line) => line.startsWith('0,')).length;
}
