/** Records at their term: gone from the facts, while receipts and the next start go on verifying. */

import { rm } from 'node:fs/promises';
import { type Id, instantFromMs } from '@beffroi/kernel';
import type { Facts } from '@beffroi/office';
import { createFakeFacts, createSteeredClock } from '@beffroi/office/testing';
import { classOf, technicalKinds, verifyProof } from '@beffroi/register';
import { expect, test } from 'vitest';
import { sha256, verifyEd25519 } from '../src/register/ed25519.ts';
import { eraseRecordsOver } from '../src/register/record-terms.ts';
import { RegisterKeeper } from '../src/register/register-keeper.ts';
import { appendEntries, exampleEntry, newFolder, startMs } from './register-world.ts';

const dayMs = 86_400_000;
/** A day before the law's: the next look is a day away. */
const termMs = 3 * 365 * dayMs - dayMs;

async function eraseAt(facts: Facts, atMs: number): Promise<number> {
  const clock = createSteeredClock(atMs);
  return (await eraseRecordsOver({ facts, clock, timeZone: 'Europe/Paris' })).records;
}

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

  expect(await eraseAt(facts, startMs + termMs + 1000)).toBe(0);
  expect(await eraseAt(facts, startMs + termMs + 1_201_000)).toBe(1200);
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

test('REG-16 a technical entry goes after one year, every other kind stays', async () => {
  const facts = createFakeFacts();
  const kinds = [...technicalKinds, 'viewing-opened', 'mask-redrawn', 'recordings-erased'];
  await facts.transact(async (work) => {
    for (const [index, kind] of kinds.entries()) {
      await work.register.append({ ...exampleEntry(index + 1), kind });
    }
  });
  expect(await eraseAt(facts, startMs + 363 * dayMs)).toBe(0);
  expect(await eraseAt(facts, startMs + 365 * dayMs)).toBe(technicalKinds.length);
  for (const { kind, record } of facts.entries) {
    expect(record === '', kind).toBe(classOf(kind) === 'technical');
  }
});

test('SEC-32 a confirmation that is over leaves the facts, also when nobody asks another', async () => {
  const facts = createFakeFacts();
  const at = (ms: number) => instantFromMs(startMs + ms);
  const confirmation = {
    ...{ sessionId: 'ses_one' as Id<'session'>, personId: 'per_head' as Id<'person'> },
    ...{ signed: '{}', digest: 'ab', proofs: [], refused: null, doneAt: null },
    ...{ askedAt: at(0), proveUntil: at(1) },
    act: 'end-hold' as const,
    persons: 2 as const,
  };
  await facts.transact(async (work) => {
    for (const [name, untilMs] of [
      ['over', 10],
      ['open', 11],
    ] as const) {
      const id = `cnf_${name}` as Id<'confirmation'>;
      await work.confirmations.put({ ...confirmation, id, until: at(untilMs) });
    }
  });
  await eraseAt(facts, startMs + 10);
  const left = await facts.read((work) => work.confirmations.all());
  expect(left.map(({ id }) => id)).toEqual(['cnf_open']);
});

test('REG-16 a viewing that is over for a day leaves the facts: the register says what it was', async () => {
  const facts = createFakeFacts();
  const viewing = {
    personId: 'per_operator' as Id<'person'>,
    cameraIds: ['cam_place'],
    motive: 'rescue',
    note: 'chute',
    fromMs: 0,
    toMs: 1,
    openedAt: instantFromMs(startMs),
  } as const;
  await facts.transact(async (work) => {
    for (const [id, hours] of [
      ['vie_over', 4],
      ['vie_fresh', 30],
    ] as const) {
      const until = instantFromMs(startMs + hours * 3_600_000);
      await work.viewings.put({ ...viewing, id: id as Id<'viewing'>, until });
    }
  });
  await eraseAt(facts, startMs + 2 * dayMs);
  const left = await facts.read((work) => work.viewings.all());
  expect(left.map(({ id }) => id)).toEqual(['vie_fresh']);
});
