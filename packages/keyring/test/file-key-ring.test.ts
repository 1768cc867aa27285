/**
 * The file ring keeps the contract, and what is special to a file: modes, lock, crashes between its
 * steps, old copies that must not revive a day.
 */

import { randomBytes } from 'node:crypto';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chance } from '@beffroi/office';
import { keyRingContract } from '@beffroi/office/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDataKeySealer, createFileKeyRing } from '../src/index.ts';
import { openRing, sealRing } from '../src/ring-file.ts';

const chance: Chance = { bytes: (length) => new Uint8Array(randomBytes(length)) };
const purpose = { site: 's', cameraId: 'cam_a', hour: '2026-11-22T00:00:00.000Z' };

keyRingContract('file', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'ring-'));
  return {
    open: async () => createFileKeyRing({ directory, chance }),
    sealer: (keys) => createDataKeySealer(keys, chance),
    remove: async () => rmSync(directory, { recursive: true }),
  };
});

describe('file key ring', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'ring-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  const open = () => createFileKeyRing({ directory, chance });

  test('KEY-5 nobody but the owner reads the files, and no private key lies in clear', async () => {
    const ring = open();
    await ring.dayPublicKeys('2026-11-22', 2);
    for (const name of readdirSync(directory)) {
      expect(statSync(join(directory, name)).mode & 0o777, name).toBe(0o600);
    }
    const root = readFileSync(join(directory, 'root.key'));
    const sealed = readFileSync(join(directory, 'ring.sealed'));
    const contents = openRing(root, sealed);
    expect(contents?.keys).toHaveLength(2);
    for (const key of contents?.keys ?? []) {
      expect(sealed.includes(key.privateKey)).toBe(false);
      expect(sealed.includes(Buffer.from(key.privateKey, 'base64url'))).toBe(false);
    }
    await ring.close();
  });

  test('KEY-6 a second process is refused while the first lives; a dead owner is succeeded', async () => {
    const ring = open();
    expect(() => open()).toThrow(/held by process/);
    await ring.close();
    // A process id beyond the largest that Linux gives: nobody.
    writeFileSync(join(directory, 'ring.lock'), '4194999');
    await open().close();
    // After a power cut another process may bear the number: of another run, or of another begin.
    for (const began of [`${process.pid} another-run 17`, `${process.pid} another-run`]) {
      writeFileSync(join(directory, 'ring.lock'), began);
      await open().close();
    }
    writeFileSync(join(directory, 'ring.lock'), String(process.pid));
    expect(() => open()).toThrow(/held by process/);
  });

  test('KEY-3 an old copy of the ring does not open with the root of after a destruction', async () => {
    const ring = open();
    await ring.dayPublicKeys('2026-11-21', 2);
    const oldRing = readFileSync(join(directory, 'ring.sealed'));
    await ring.destroyDay('2026-11-21');
    await ring.close();
    const roots = readdirSync(directory).filter((name) => name.startsWith('root'));
    expect(roots).toEqual(['root.key']);
    expect(openRing(readFileSync(join(directory, 'root.key')), oldRing)).toBeUndefined();
    writeFileSync(join(directory, 'ring.sealed'), oldRing);
    expect(() => open()).toThrow(/doesn't open with its root key/);
  });

  test('KEY-7 a crash between any two steps of a replacement leaves a ring that opens', async () => {
    const ring = open();
    const before = await ring.dayPublicKeys('2026-11-21', 1);
    await ring.close();
    const oldRoot = readFileSync(join(directory, 'root.key'));
    const oldRing = readFileSync(join(directory, 'ring.sealed'));
    const contents = openRing(oldRoot, oldRing);
    if (contents === undefined) {
      throw new Error('the ring of this test opens');
    }
    const nextRoot = chance.bytes(32);
    const nextRing = sealRing(nextRoot, contents, chance);
    const steps: readonly (readonly [string, Uint8Array])[][] = [
      [['root.next', nextRoot]],
      [
        ['root.next', nextRoot],
        ['ring.sealed', nextRing],
      ],
      [
        ['root.next', nextRoot],
        ['ring.sealed', nextRing],
        ['root.key', new Uint8Array(32)],
      ],
    ];
    for (const step of steps) {
      const place = mkdtempSync(join(tmpdir(), 'ring-'));
      cpSync(directory, place, { recursive: true });
      for (const [name, bytes] of step) {
        writeFileSync(join(place, name), bytes);
      }
      // Twice: the first start must leave a state that the next replacement and start survive.
      for (const days of [1, 2]) {
        const revived = createFileKeyRing({ directory: place, chance });
        expect((await revived.dayPublicKeys('2026-11-21', days))[0]).toEqual(before[0]);
        await revived.close();
      }
      rmSync(place, { recursive: true });
    }
  });

  test('REC-22 a recorder without a key for the day makes nothing', async () => {
    const ring = open();
    const sealer = createDataKeySealer(await ring.dayPublicKeys('2026-11-21', 1), chance);
    await expect(sealer.newDataKey('2026-11-22', purpose)).rejects.toMatchObject({
      code: 'key-missing',
    });
    await ring.close();
  });

  test('REC-22 what the recorder holds does not open what it sealed', async () => {
    const ring = open();
    const keys = await ring.dayPublicKeys('2026-11-22', 1);
    const { sealed } = await createDataKeySealer(keys, chance).newDataKey('2026-11-22', purpose);
    // A recorder has the public keys and the sealed key; a ring made of those has no private half.
    const elsewhere = mkdtempSync(join(tmpdir(), 'ring-'));
    const other = createFileKeyRing({ directory: elsewhere, chance });
    await other.dayPublicKeys('2026-11-22', 1);
    await expect(other.openDataKey(sealed, purpose)).rejects.toMatchObject({
      code: 'key-destroyed',
    });
    const [own] = await other.dayPublicKeys('2026-11-22', 1);
    await expect(
      other.openDataKey({ ...sealed, keyId: own?.keyId ?? '' }, purpose),
    ).rejects.toMatchObject({ code: 'key-refused' });
    await other.close();
    await ring.close();
    rmSync(elsewhere, { recursive: true });
  });
});
