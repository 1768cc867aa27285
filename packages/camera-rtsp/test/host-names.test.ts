/** Names that resolve slowly, or not: asked once at a time, and not in the way of others (CAM-13). */

import type { LookupAddress } from 'node:dns';
import { beforeEach, expect, test } from 'vitest';
import { HostNames } from '../src/host-names.ts';
import { SteeredClock } from './world.ts';

const here: LookupAddress = { address: '192.0.2.7', family: 4 };
let clock: SteeredClock;
let asked: { readonly name: string; done(found: LookupAddress[]): void; failed(): void }[];
let names: HostNames;

beforeEach(() => {
  clock = new SteeredClock();
  asked = [];
  names = new HostNames(
    clock,
    (name) =>
      new Promise((done, failed) => {
        asked.push({ name, done, failed: () => failed(new Error('EAI_AGAIN')) });
      }),
  );
});

const look = (name: string, all: boolean): Promise<unknown> =>
  new Promise((done) => {
    names.lookup(name, { all }, (error, found) => done(error?.message ?? found));
  });

test('CAM-13 a name is asked once at a time, and all that asked have its answer', async () => {
  const both = [look('slow.ville', true), look('slow.ville', false), look('other.ville', true)];
  expect(asked.map(({ name }) => name)).toEqual(['slow.ville', 'other.ville']);
  asked[1]?.done([here]);
  expect(await both[2]).toEqual([here]);
  asked[0]?.done([here]);
  expect(await both[0]).toEqual([here]);
  expect(await both[1]).toBe('192.0.2.7');
});

test('CAM-13 the last answer serves while the next is late or fails', async () => {
  const first = look('cam.ville', false);
  asked[0]?.done([here]);
  await first;
  const second = look('cam.ville', false);
  clock.advance(1000);
  expect(await second).toBe('192.0.2.7');
  const third = look('cam.ville', false);
  expect(asked).toHaveLength(2);
  asked[1]?.done([{ address: '192.0.2.8', family: 4 }]);
  expect(await third).toBe('192.0.2.8');
  const fourth = look('cam.ville', false);
  asked[2]?.failed();
  expect(await fourth).toBe('192.0.2.8');
});

test('CAM-13 a name that is none is said to be so, and asked again the next time', async () => {
  const first = look('nobody.ville', true);
  asked[0]?.failed();
  expect(await first).toBe('EAI_AGAIN');
  const second = look('nobody.ville', true);
  asked[1]?.done([here]);
  expect(await second).toEqual([here]);
});
