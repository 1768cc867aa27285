/** The desk under trouble: it is slow, it is killed. Its child is real; time is steered. */

import { execFileSync } from 'node:child_process';
import { SteeredClock } from '@beffroi/testing';
import { afterEach, expect, test } from 'vitest';
import { openPictureDesk, type PictureDesk } from './picture-desk.ts';

type Unit = Parameters<PictureDesk['verify']>[0];

const clock = new SteeredClock(0);
let desk: PictureDesk | null = null;

afterEach(() => desk?.close());

/** Nothing that decodes: the answer is that it can't. */
const noise: unknown = {
  codec: 'h264',
  key: true,
  data: Uint8Array.of(0, 0, 0, 2, 0x65, 0x88),
  ticks: 0,
  receivedMs: 0,
  cameraMs: null,
};
const zone = [
  { x: 0.2, y: 0.2 },
  { x: 0.6, y: 0.2 },
  { x: 0.6, y: 0.7 },
];

function ask(on: PictureDesk): Promise<unknown> {
  return on.verify(noise as Unit, [zone]);
}

function children(): number[] {
  const listed = execFileSync('pgrep', ['-P', String(process.pid), '-f', 'picture-desk-child'], {
    encoding: 'utf8',
  });
  return listed.split('\n').filter(Boolean).map(Number);
}

test('MSK-4 what the desk can not decode is not masked', async () => {
  desk = openPictureDesk(clock);
  expect(await ask(desk)).toMatchObject({ masked: false });
});

test('MSK-4 a desk that is killed fails its questions, and the next one answers', async () => {
  desk = openPictureDesk(clock);
  const asked = ask(desk);
  for (const pid of children()) {
    process.kill(pid, 'SIGKILL');
  }
  await expect(asked).rejects.toMatchObject({ code: 'desk-failed' });
  expect(await ask(desk)).toMatchObject({ masked: false });
});

test('MSK-4 a desk that is late is replaced, and the next one has twice the time', async () => {
  desk = openPictureDesk(clock);
  const [first, second] = [ask(desk), ask(desk)];
  clock.advance(20_000);
  await expect(first).rejects.toThrow('within 20 s');
  await expect(second).rejects.toMatchObject({ code: 'desk-late' });
  const third = ask(desk);
  clock.advance(39_999);
  expect(await third).toMatchObject({ masked: false });
});

test('MSK-4 a question too many is refused, not kept', async () => {
  const busy = openPictureDesk(clock);
  desk = busy;
  const asked = Array.from({ length: 129 }, () => ask(busy));
  await expect(asked.at(-1)).rejects.toMatchObject({ code: 'desk-busy' });
  await Promise.all(asked.slice(0, -1));
});
