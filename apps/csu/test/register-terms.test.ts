/** Records at their term: gone from the facts, while receipts and the next start go on verifying. */

import { rm } from 'node:fs/promises';
import { createFakeFacts, createSteeredClock } from '@beffroi/office/testing';
import { verifyProof } from '@beffroi/register';
import { expect, test } from 'vitest';
import { sha256, verifyEd25519 } from '../src/register/ed25519.ts';
import { eraseRecordsOver } from '../src/register/record-terms.ts';
import { RegisterKeeper } from '../src/register/register-keeper.ts';
import { appendEntries, newFolder, startMs } from './register-world.ts';

const termMs = 3 * 365 * 86_400_000;

test('REG-9 records of three years are erased, later proofs and the next start hold', async () => {
  const folder = await newFolder();
  const facts = createFakeFacts();
  // Entry n is of n seconds after the start.
  await appendEntries(facts, 1, 1500);
  const open = () =>
    RegisterKeeper.open({ facts, clock: createSteeredClock(), folder, townName: 'Vermeil' });
  const before = await open();
  await before.sealNow();
  await before.close();

  const erase = (atMs: number) =>
    eraseRecordsOver({ facts, clock: createSteeredClock(atMs), timeZone: 'Europe/Paris' });
  expect(await erase(startMs + termMs + 1000)).toBe(0);
  expect(await erase(startMs + termMs + 1_201_000)).toBe(1200);
  expect(JSON.stringify(facts.entries.slice(0, 1200))).not.toContain('per_');
  expect(facts.entries[1200]?.record).toContain('per_1201');

  const after = await open();
  expect(after.fault).toBeNull();
  const wish = { sha256, verify: verifyEd25519, keys: [after.key.signerOf('acts').key] };
  for (const [number, hasRecord] of [
    [1200, false],
    [1201, true],
  ] as const) {
    const receipt = await after.receipt(facts.entries[number - 1]!);
    const report = await verifyProof(receipt ?? '', wish);
    expect(report).toMatchObject({ number, holds: true });
    expect(report.record !== null).toBe(hasRecord);
  }
  await after.close();
  await rm(folder, { recursive: true });
});
