/**
 * The three places of a root: each keeps the contract of a key ring, and each is held to what its proof
 * of erasure claims, no more: what a whole copy of the folder, taken before a destruction, still opens.
 */

import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chance, KeyRing } from '@beffroi/office';
import { keyRingContract } from '@beffroi/office/testing';
import { afterAll, describe, expect, test } from 'vitest';
import {
  createDataKeySealer,
  createFileKeyRing,
  type KeyRootSettings,
  openRootKeeper,
} from '../src/index.ts';
import { Token } from '../src/root/cryptoki.ts';
import { makeSoftToken, noSoftToken } from './soft-token.ts';

const chance: Chance = { bytes: (length) => new Uint8Array(randomBytes(length)) };
const folder = mkdtempSync(join(tmpdir(), 'roots-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const purpose = { site: 's', cameraId: 'cam_a', hour: '2026-11-22T00:00:00.000Z' };

const passphraseFile = join(folder, 'passphrase');
writeFileSync(passphraseFile, 'corneille vigie tocsin ardoise\n', { mode: 0o600 });
const passphrase: KeyRootSettings = { kind: 'passphrase', passphraseFile };
const softToken = noSoftToken === null ? makeSoftToken(folder) : null;
const pkcs11: KeyRootSettings | null = softToken && { kind: 'pkcs11', ...softToken };

async function open(directory: string, settings: KeyRootSettings): Promise<KeyRing> {
  const root = await openRootKeeper(settings, directory, chance);
  return createFileKeyRing({ directory, chance, root });
}

function contractFor(name: string, settings: KeyRootSettings): void {
  keyRingContract(name, async () => {
    const directory = mkdtempSync(join(folder, 'ring-'));
    return {
      open: () => open(directory, settings),
      sealer: (keys) => createDataKeySealer(keys, chance),
      remove: async () => rmSync(directory, { recursive: true }),
    };
  });
}

/** What a copy of the whole folder from before a destruction opens afterwards. */
async function copyAfterDestruction(settings: KeyRootSettings): Promise<string> {
  const directory = mkdtempSync(join(folder, 'ring-'));
  const ring = await open(directory, settings);
  const keys = await ring.dayPublicKeys('2026-11-22', 2);
  const { sealed } = await createDataKeySealer(keys, chance).newDataKey('2026-11-22', purpose);
  const copy = mkdtempSync(join(folder, 'copy-'));
  cpSync(directory, copy, { recursive: true });
  rmSync(join(copy, 'ring.lock'));
  await ring.destroyDay('2026-11-22');
  await ring.close();
  try {
    const copied = await open(copy, settings);
    await copied.openDataKey(sealed, purpose);
    await copied.close();
    return 'opens';
  } catch (thrown) {
    return (thrown as { readonly code: string }).code;
  }
}

describe('a root under a passphrase', () => {
  contractFor('file and passphrase', passphrase);

  test('KEY-10 its files alone open nothing, nor does another passphrase', async () => {
    const directory = mkdtempSync(join(folder, 'ring-'));
    const ring = await open(directory, passphrase);
    await ring.dayPublicKeys('2026-11-22', 2);
    await ring.close();
    expect(readFileSync(join(directory, 'root.key')).length).toBeGreaterThan(32);
    await expect(open(directory, { kind: 'file' })).rejects.toThrow(/doesn't open/);
    const other = join(folder, 'other-passphrase');
    writeFileSync(other, 'corneille vigie tocsin ardoises');
    const wrong = { kind: 'passphrase', passphraseFile: other } as const;
    await expect(open(directory, wrong)).rejects.toMatchObject({ code: 'key-ring-unreadable' });
    writeFileSync(other, 'court');
    await expect(open(directory, wrong)).rejects.toMatchObject({ code: 'passphrase-unreadable' });
  });

  test('KEY-10 a ring begun with a bare file is sealed at its next change', async () => {
    const directory = mkdtempSync(join(folder, 'ring-'));
    const before = await open(directory, { kind: 'file' });
    const [key] = await before.dayPublicKeys('2026-11-22', 1);
    await before.close();
    const after = await open(directory, passphrase);
    expect((await after.dayPublicKeys('2026-11-22', 2))[0]).toEqual(key);
    await after.close();
    expect(readFileSync(join(directory, 'root.key')).length).toBeGreaterThan(32);
    await (await open(directory, passphrase)).close();
  });

  test('KEY-10 what its proof does not prove: a whole copy and the passphrase keep the day', async () => {
    expect(await copyAfterDestruction({ kind: 'file' })).toBe('opens');
    expect(await copyAfterDestruction(passphrase)).toBe('opens');
  });
});

describe.skipIf(pkcs11 === null)(`a root in a token (${noSoftToken ?? 'SoftHSM 2'})`, () => {
  const settings = pkcs11 ?? { kind: 'file' };
  contractFor('PKCS#11', settings);

  test('KEY-10 what its proof proves: a whole copy from before opens nothing, for its key died in the token', async () => {
    expect(await copyAfterDestruction(settings)).toBe('key-ring-unreadable');
  });

  test('KEY-10 one key of the token for a ring, whatever was left over; a wrong PIN or token is named', async () => {
    if (softToken === null) {
      return;
    }
    const directory = mkdtempSync(join(folder, 'ring-'));
    const { modulePath, tokenLabel, pinFile } = softToken;
    const token = await Token.open(modulePath, tokenLabel, '495867');
    const ring = await open(directory, settings);
    await ring.dayPublicKeys('2026-11-22', 3);
    await ring.destroyDay('2026-11-22');
    await ring.close();
    const label = readFileSync(join(directory, 'token.label'), 'utf8');
    expect(token.keyIds(label)).toHaveLength(1);
    token.generateKey(label, new Uint8Array(16));
    expect(token.keyIds(label)).toHaveLength(2);
    await (await open(directory, settings)).close();
    expect(token.keyIds(label)).toHaveLength(1);
    expect(readdirSync(directory).toSorted()).toEqual(['ring.sealed', 'root.key', 'token.label']);
    for (const wrong of [
      { modulePath, tokenLabel: 'another', pinFile },
      { modulePath: '/nonexistent.so', tokenLabel, pinFile },
    ]) {
      const wish = { kind: 'pkcs11', ...wrong } as const;
      await expect(open(directory, wish)).rejects.toMatchObject({ code: 'token-away' });
    }
  });
});
