/**
 * The house is killed (SIGKILL, a real process) at its steps of appending, sealing and erasing; the next
 * start ends each right. `BEFFROI_EVERY_STEP=1` kills at every step; a spread of them otherwise.
 */

import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepBelieved } from '@beffroi/office';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@beffroi/store-postgres';
import { formatForTests, pictureForTests } from '@beffroi/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Acknowledged, only } from './power-cut/acknowledged.ts';
import { actsHold, keysHold, nothingHalfErased } from './power-cut/checks.ts';
import { openCutHouse, startMs } from './power-cut/house.ts';

const worker = join(import.meta.dirname, 'power-cut/killed-worker.ts');
const isEveryStep = process.env['BEFFROI_EVERY_STEP'] === '1';
const spread = 6;
/** What two runs of the same work may differ by. */
const stepsOfTime = 20;
/** A start or two of the house each: all of them take a while on a busy machine. */
const limitMs = isEveryStep ? 3_600_000 : 600_000;
/** When what was recorded at the start is due. */
const dueMs = startMs + 3 * 86_400_000;

let folder: string;
let server: EmbeddedPostgres;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'beffroi-killed-'));
  chmodSync(folder, 0o711);
  server = await startEmbeddedPostgres({ directory: join(folder, 'postgres'), log: () => {} });
  await statement('create database due');
  const house = await openCutHouse({
    mount: join(folder, 'due'),
    nowMs: startMs,
    databaseUrl: url('due'),
  });
  for (const cameraId of ['cam_place', 'cam_gare']) {
    const track = house.store.track(cameraId, 'main', 1);
    track.format(formatForTests);
    for (let index = 0; index < 25; index++) {
      track.append(pictureForTests({ startMs, index }));
    }
    await track.close('recorder-stopped');
  }
  await house.sendFacts();
  await house.keeper.sealNow();
  // It ran until the eve: a clock three days ahead of a centre that was off is not believed (RET-11).
  await house.facts.transact((work) => keepBelieved(work, dueMs - 86_400_000));
  await house.close();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const url = (name: string) => server.url.replace('/beffroi?', `/${name}?`);

async function statement(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(text);
  await client.end();
}

/** Works in a copy of the house until it is killed, or to the end. */
async function work(name: string, step: number | '') {
  await statement(`create database ${name} template due`);
  const mount = join(folder, name);
  cpSync(join(folder, 'due'), mount, { recursive: true });
  const args = [worker, mount, url(name), String(dueMs), String(step)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => out.push(part));
  child.stderr.on('data', (part: Buffer) => errors.push(part));
  const signal = await new Promise<string | null>((resolve) =>
    child.once('close', (_, given) => resolve(given)),
  );
  const said = Buffer.concat(out)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Acknowledged);
  return { mount, signal, said, errors: Buffer.concat(errors).toString('utf8') };
}

test(
  'CUT-2 killed at any step of an append, a sealing or an erasure, the next start ends it right',
  async () => {
    const whole = await work('whole', '');
    expect(whole.errors).toBe('');
    expect(only(whole.said, 'destroyed')).toHaveLength(3);
    const steps = only(whole.said, 'clock').at(-1)?.nowMs ?? 0;
    expect(steps).toBeGreaterThan(30);
    const stride = isEveryStep ? 1 : Math.ceil(steps / spread);
    for (let step = 1 + Math.floor(Math.random() * stride); step <= steps; step += stride) {
      const { mount, signal, said, errors } = await work(`step${step}`, step);
      // Sealings come with time: a run may have a few steps less than the one they were counted in.
      const isPastItsEnd = signal === null && errors === '' && step > steps - stepsOfTime;
      expect(isPastItsEnd ? 'SIGKILL' : signal, `${step}: ${errors}`).toBe('SIGKILL');
      const databaseUrl = url(`step${step}`);
      const house = await openCutHouse({ mount, databaseUrl, nowMs: dueMs });
      try {
        expect(house.keeper.fault, `step ${step}`).toBeNull();
        await actsHold(house, said);
        await house.sendFacts();
        await keysHold(house, said);
        await house.erase();
        await house.erase();
        await nothingHalfErased(house, mount);
      } finally {
        await house.close();
        rmSync(mount, { recursive: true });
      }
      await statement(`drop database step${step}`);
    }
  },
  limitMs,
);
