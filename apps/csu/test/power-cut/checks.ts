/** What must hold of a house that came up again, whatever it was doing when it went (CUT-1, CUT-2). */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { toHex } from '@beffroi/kernel';
import { purposeOf } from '@beffroi/office';
import { GrowingTree, readCheckpoint, readNote } from '@beffroi/register';
import { expect } from 'vitest';
import { sha256 } from '../../src/register/ed25519.ts';
import { leafOfRow } from '../../src/register/leaf-of-row.ts';
import { type Acknowledged, only } from './acknowledged.ts';
import type { CutHouse } from './house.ts';

/** No acknowledged act is lost, and every signed root is still that of the rows. */
export async function actsHold({ facts, keeper }: CutHouse, said: readonly Acknowledged[]) {
  for (const log of ['acts', 'recordings'] as const) {
    const rows = await facts.read((work) => work.register.after(log, 0, 100_000));
    for (const act of only(said, 'act').filter((one) => one.log === log)) {
      expect(toHex(rows[act.number - 1]?.leaf ?? new Uint8Array())).toBe(act.leaf);
    }
    const tree = new GrowingTree(sha256);
    const roots = [toHex(tree.root())];
    for (const row of rows) {
      tree.append(leafOfRow(row));
      roots.push(toHex(tree.root()));
    }
    for (const { note } of only(said, 'sealed').filter((one) => one.log === log)) {
      const checkpoint = readCheckpoint(readNote(note)?.text ?? '');
      expect(toHex(checkpoint?.root ?? new Uint8Array())).toBe(roots[checkpoint?.size ?? -1]);
      expect(keeper.logs[log]?.size).toBeGreaterThanOrEqual(checkpoint?.size ?? -1);
    }
  }
}

/** A key that was given out lives, or is condemned in the register; a destroyed one never comes back. */
export async function keysHold({ facts, ring }: CutHouse, said: readonly Acknowledged[]) {
  const alive = new Set((await ring.days()).map(({ keyId }) => keyId));
  const condemned = await facts.read((work) => work.keyErasures.all());
  for (const { keyId } of only(said, 'key')) {
    const known = condemned.some((one) => one.keyId === keyId);
    expect(alive.has(keyId) || known, `${keyId} is neither alive nor condemned`).toBe(true);
  }
  for (const { keyId } of only(said, 'destroyed')) {
    expect(alive.has(keyId), `${keyId} came back`).toBe(false);
    const entry = condemned.find((one) => one.keyId === keyId);
    expect(entry?.destroyedAt, `${keyId} was acknowledged as destroyed`).not.toBeNull();
  }
  // No picture without a state of its key: it opens, or its key is condemned in the register.
  for (const { recording } of await facts.read((work) => work.recordings.all())) {
    const { keyId } = recording.sealedKey;
    const failure = await ring.openDataKey(recording.sealedKey, purposeOf(recording)).then(
      () => null,
      (thrown: unknown) => String(thrown),
    );
    const erasure = await facts.read((work) => work.keyErasures.one(keyId));
    const days = (await ring.days()).map(({ keyId: alive }) => alive);
    const state = `${keyId}: ${failure} among ${days}`;
    expect(failure === null || erasure !== null, state).toBe(true);
  }
}

/** A picture that was synced is in its file, or its file is condemned or receipted. */
export async function picturesHold({ facts }: CutHouse, said: readonly Acknowledged[]) {
  const rows = await facts.read((work) => work.recordings.all());
  const erasures = await facts.read((work) => work.erasures.all());
  const entries = await facts.read((work) => work.register.after('recordings', 0, 100_000));
  const receipts = entries.filter(({ kind }) => kind === 'recordings-erased');
  const last = new Map(only(said, 'synced').map(({ recordingId, endMs }) => [recordingId, endMs]));
  expect(last.size).toBeGreaterThan(0);
  for (const [recordingId, endMs] of last) {
    const row = rows.find(({ recording }) => recording.recordingId === recordingId);
    const isErased =
      erasures.some((one) => one.recordingId === recordingId) ||
      receipts.some(({ record }) => record.includes(recordingId));
    expect(row !== undefined || isErased, `${recordingId} is unknown`).toBe(true);
    if (row !== undefined) {
      expect(row.closed?.endMs ?? 0).toBeGreaterThanOrEqual(endMs - 1);
    }
  }
}

/** The eraser came to its end: files, rows, keys and receipts say one thing. */
export async function nothingHalfErased({ facts, ring }: CutHouse, mount: string) {
  const rows = await facts.read((work) => work.recordings.all());
  expect(await facts.read((work) => work.erasures.all())).toEqual([]);
  const files = readdirSync(join(mount, 'recordings'), { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.bfr'));
  expect(files.toSorted()).toEqual(rows.map(({ recording }) => recording.path).toSorted());
  const condemned = await facts.read((work) => work.keyErasures.all());
  const alive = new Set((await ring.days()).map(({ keyId }) => keyId));
  const entries = await facts.read((work) => work.register.after('recordings', 0, 100_000));
  const told = entries.filter(({ kind }) => kind === 'key-destroyed').map(({ record }) => record);
  for (const { keyId, destroyedAt } of condemned) {
    expect(destroyedAt, keyId).not.toBeNull();
    expect(alive.has(keyId)).toBe(false);
    expect(told.filter((record) => record.includes(keyId)).length, keyId).toBe(1);
  }
}
