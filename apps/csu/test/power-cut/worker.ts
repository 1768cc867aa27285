/**
 * A house at work, for as long as it lives: it records, acts, seals and erases, a day in a moment, and
 * says each thing on its standard output once it is acknowledged, not before.
 */

import { toHex } from '@beffroi/kernel';
import { formatForTests, pictureForTests } from '@beffroi/testing';
import { exampleEntry } from '../register-world.ts';
import type { Acknowledged } from './acknowledged.ts';
import { openCutHouse, startMs } from './house.ts';

const dayMs = 86_400_000;
const pictures = 75;

const say = (what: Acknowledged): void => {
  process.stdout.write(`${JSON.stringify(what)}\n`);
};

const house = await openCutHouse({
  mount: process.argv[2] ?? '',
  nowMs: startMs,
  synced: (recordingId, endMs) => say({ kind: 'synced', recordingId, endMs }),
});
const { clock, facts, keeper, store } = house;
let acts = 0;

async function act(): Promise<void> {
  acts += 1;
  const entry = exampleEntry(acts, acts % 2 === 0 ? 'acts' : 'recordings');
  const number = await facts.transact((work) => work.register.append(entry));
  say({ kind: 'act', log: entry.log, number, leaf: toHex(entry.leaf) });
}

/** Three seconds of a camera, and an act after each. */
async function record(cameraId: string): Promise<void> {
  const track = store.track(cameraId, 'main', 1);
  track.format(formatForTests);
  const fromMs = clock.nowMs();
  for (let index = 0; index < pictures; index++) {
    const unit = pictureForTests({ startMs: fromMs, index, sizeBytes: 4000 });
    clock.advance(Math.max(unit.receivedMs - clock.nowMs(), 0));
    track.append(unit);
    if (index % 25 === 24) {
      await act();
    }
  }
  await track.close('recorder-stopped');
}

say({ kind: 'clock', nowMs: clock.nowMs() });
for (;;) {
  for (const { keyId } of await house.makeKeys()) {
    say({ kind: 'key', keyId });
  }
  await Promise.all([record('cam_place'), record('cam_gare')]);
  await house.sendFacts();
  await keeper.sealNow();
  for (const log of ['acts', 'recordings'] as const) {
    say({ kind: 'sealed', log, note: keeper.logs[log]?.note ?? '' });
  }
  // Said before it is so: whoever looks later takes the later clock.
  say({ kind: 'clock', nowMs: clock.nowMs() + dayMs });
  clock.advance(dayMs);
  for (const keyId of await house.erase()) {
    say({ kind: 'destroyed', keyId });
  }
}
