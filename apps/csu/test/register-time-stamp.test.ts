/** A token each day over the newest checkpoint of each log, from a real authority (openssl ts). */

import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createFakeFacts,
  createSteeredClock,
  type FakeFacts,
  type SteeredClock,
} from '@beffroi/office/testing';
import { certificatesOfPem, type RegisterReader, verifyRegister } from '@beffroi/register';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256, verifyEd25519 } from '../src/register/ed25519.ts';
import { exportLog } from '../src/register/register-export.ts';
import { RegisterKeeper } from '../src/register/register-keeper.ts';
import { timeStampTools } from '../src/register/time-stamp-tools.ts';
import { followTimeStamps } from '../src/register/time-stamp-watch.ts';
import { hasOpenssl, type LocalAuthority, startLocalAuthority } from './local-authority.ts';
import { appendEntries, newFolder } from './register-world.ts';

const hourMs = 3_600_000;
const isAbsent = !hasOpenssl();

describe.skipIf(isAbsent)('the time-stamps of a register (needs openssl)', () => {
  let folder: string;
  let authority: LocalAuthority;
  let keeper: RegisterKeeper;
  let clock: SteeredClock;
  let facts: FakeFacts;
  let exports = 0;
  const heard: (string | null)[] = [];
  const times: number[] = [];
  let stop: () => Promise<void>;

  beforeEach(async () => {
    folder = await newFolder();
    facts = createFakeFacts();
    authority = await startLocalAuthority(join(folder, 'authority'));
    // The authority's clock is this machine's.
    clock = createSteeredClock(Date.now());
    keeper = await RegisterKeeper.open({
      facts,
      clock,
      folder: join(folder, 'register'),
      townName: 'Vermeil',
    });
    heard.length = 0;
    stop = async () => {};
  });
  afterEach(async () => {
    await stop();
    await keeper.close();
    await authority.close();
    await rm(folder, { recursive: true });
  });

  async function grow(count: number): Promise<void> {
    await appendEntries(facts, facts.entries.length + 1, facts.entries.length + count);
    await keeper.sealNow();
  }

  function follow(more: { readonly url?: string } = {}): void {
    stop = followTimeStamps({
      settings: { url: more.url ?? authority.url, rootsFile: authority.rootsFile },
      logs: keeper.logs,
      clock,
      chance: { bytes: (length) => new Uint8Array(length).fill(7) },
      onMissing: (why) => heard.push(why),
      onTime: (atMs) => times.push(atMs),
    });
  }

  const stamps = () => readdir(join(folder, 'register/acts/timestamps')).catch((): string[] => []);

  async function checked(roots: readonly Uint8Array[]) {
    exports += 1;
    const target = join(folder, `export-${exports}`);
    await exportLog(facts, 'acts', keeper.logs.acts!, target);
    const at = (path: string) => join(target, 'acts', path);
    const reader: RegisterReader = {
      read: (path) => readFile(at(path)).catch(() => undefined),
      list: (path) => readdir(at(path)).catch(() => []),
    };
    const term = { earliestDays: 0, latestDays: 99_999 };
    return await verifyRegister(reader, {
      sha256,
      verify: verifyEd25519,
      keys: [keeper.key.signerOf('acts').key],
      nowMs: clock.nowMs(),
      terms: { legal: term, technical: term },
      timeStamps: { tools: timeStampTools, roots },
    });
  }

  test('REG-21 a token lies beside its checkpoint, leaves with the export, and the check believes it', async () => {
    await grow(5);
    follow();
    await expect.poll(() => heard.length).toBe(1);
    expect(heard).toEqual([null]);
    expect(await stamps()).toEqual(['5.tsr']);
    await grow(3);
    const roots = certificatesOfPem(await readFile(authority.rootsFile, 'utf8'));
    const report = await checked(roots);
    expect(report).toMatchObject({ holds: true, size: 8, timeStamps: [{ size: 5 }] });
    const distrusted = await checked([]);
    expect(distrusted.findings.map(({ code }) => code)).toEqual(['time-stamp-wrong']);
  });

  test('REG-21 an authority is asked once a day, and not for what it has stamped', async () => {
    await grow(5);
    follow();
    await expect.poll(() => heard.length).toBe(1);
    const asked = authority.asked();
    await grow(1);
    for (let hour = 0; hour < 23; hour++) {
      const before = heard.length;
      clock.advance(hourMs);
      await expect.poll(() => heard.length).toBe(before + 1);
    }
    expect(authority.asked()).toBe(asked);
    expect(new Set(heard)).toEqual(new Set([null]));
  });

  test('REG-21 a day without a token is an alarm, which ends with the next; nothing stops meanwhile', async () => {
    await grow(2);
    authority.fall();
    follow();
    await expect.poll(() => heard.length).toBe(1);
    expect(heard[0]).toContain('503');
    await grow(2);
    expect(keeper.logs.acts?.size).toBeGreaterThan(3);
    authority.rise();
    clock.advance(2 * 60_000);
    await expect.poll(() => heard.length).toBe(2);
    expect(heard[1]).toBeNull();
    expect(await stamps()).toHaveLength(1);
  });

  test('REG-21 a token that does not hold, or whose clock is not ours, is not kept', async () => {
    await grow(1);
    clock.advance(24 * hourMs);
    follow();
    await expect.poll(() => heard.length).toBe(1);
    expect(heard[0]).toContain('look at the clock');
    expect(await stamps()).toEqual([]);
    // RET-11: it is the time of the authority that is told, not ours.
    expect(Math.abs(clock.nowMs() - (times.at(-1) ?? clock.nowMs()))).toBeGreaterThan(23 * hourMs);
  });
});
