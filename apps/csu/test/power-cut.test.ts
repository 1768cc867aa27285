/**
 * The power is cut at random moments while a house records, acts, seals and erases. From what lay on the
 * device each time, the product comes up without a hand, and everything it had acknowledged still holds.
 * `BEFFROI_CUTS=20` makes that many; a few otherwise.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { family } from '@beffroi/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Acknowledged, only } from './power-cut/acknowledged.ts';
import { actsHold, keysHold, nothingHalfErased, picturesHold } from './power-cut/checks.ts';
import { openCutHouse } from './power-cut/house.ts';
import { CutDisk, noCuts } from './power-cut/image.ts';

const cuts = Number(process.env['BEFFROI_CUTS'] ?? 3);
const why = noCuts();

interface Cut {
  readonly image: string;
  readonly said: readonly Acknowledged[];
}

describe.skipIf(why !== null)(`power cuts${why === null ? '' : ` (skipped: ${why})`}`, () => {
  let folder: string;
  let disk: CutDisk;
  let worker: ChildProcess;
  let errors = '';
  const taken: Cut[] = [];

  beforeAll(async () => {
    folder = mkdtempSync('/var/tmp/beffroi-cut-');
    disk = CutDisk.make(folder);
    const program = join(import.meta.dirname, 'power-cut/worker.ts');
    worker = spawn(process.execPath, [program, disk.mount], { stdio: ['ignore', 'pipe', 'pipe'] });
    worker.stderr?.on('data', (part: Buffer) => {
      errors += part.toString('utf8');
    });
    const said: Acknowledged[] = [];
    const lines = createInterface({ input: worker.stdout ?? process.stdin });
    let heard = () => {};
    lines.on('line', (line) => {
      said.push(JSON.parse(line) as Acknowledged);
      heard();
    });
    worker.once('exit', () => heard());
    /** Until so many more things are acknowledged: a moment that nobody chose. */
    const more = async (count: number) => {
      const until = said.length + count;
      while (said.length < until && worker.exitCode === null) {
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
      expect(worker.exitCode, errors).toBeNull();
    };
    await more(40);
    expect(existsSync(join(disk.mount, 'postgres', 'data', 'PG_VERSION'))).toBe(true);
    for (let number = 0; number < cuts; number++) {
      await more(1 + Math.floor(Math.random() * 60));
      const image = await disk.cut(worker.pid ?? 0, `cut-${number}`);
      taken.push({ image, said: [...said] });
    }
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    for (const { pid } of family(worker.pid ?? 0)) {
      process.kill(pid, 'SIGKILL');
    }
    await ended;
    lines.close();
    await unmounted();
  }, 600_000);

  afterAll(async () => {
    for (const { pid } of isAlive(worker) ? family(worker.pid ?? 0) : []) {
      process.kill(pid, 'SIGKILL');
    }
    if (disk.isMounted) {
      await unmounted();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  /** The killed processes let go of the disk a moment later. */
  async function unmounted(): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        disk.unmount();
        return;
      } catch (thrown) {
        if (tries === 200) {
          throw thrown;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  test('CUT-1 after every cut the house comes up by itself and all it acknowledged holds', async () => {
    for (const { image, said } of taken) {
      disk.mountImage(image);
      const nowMs = only(said, 'clock').at(-1)?.nowMs ?? 0;
      const house = await openCutHouse({ mount: disk.mount, nowMs });
      try {
        expect(house.keeper.fault).toBeNull();
        await actsHold(house, said);
        await house.sendFacts();
        await keysHold(house, said);
        await picturesHold(house, said);
        await house.erase();
        await house.erase();
        await nothingHalfErased(house, disk.mount);
      } finally {
        await house.close();
        await unmounted();
        rmSync(image);
      }
    }
  }, 900_000);
});

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
