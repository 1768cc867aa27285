/**
 * What every key ring must keep, whatever it lies in (a file, a token): one suite, run by each
 * adapter's tests. `open` gives the same ring again after a close, as after a restart.
 */

import { describe, expect, test } from 'vitest';
import type { DataKeyPurpose, DataKeySealer, DayPublicKey, KeyRing } from '../ports/keys.ts';

export interface KeyRingUnderTest {
  open(): Promise<KeyRing>;
  sealer(keys: readonly DayPublicKey[]): DataKeySealer;
  remove(): Promise<void>;
}

const purpose: DataKeyPurpose = {
  site: 'site-one',
  cameraId: 'cam_one',
  hour: '2026-11-22T00:00:00.000Z',
};

export function keyRingContract(name: string, start: () => Promise<KeyRingUnderTest>): void {
  const withRing = async (body: (world: KeyRingUnderTest) => Promise<void>) => {
    const world = await start();
    try {
      await body(world);
    } finally {
      await world.remove();
    }
  };

  describe(`key ring contract: ${name}`, () => {
    test('KEY-1 makes the keys of the days asked for, and gives the same ones after a restart', () =>
      withRing(async (world) => {
        const ring = await world.open();
        const made = await ring.dayPublicKeys('2026-11-21', 3);
        expect(made.map((key) => key.day)).toEqual(['2026-11-21', '2026-11-22', '2026-11-23']);
        expect(new Set(made.map((key) => key.keyId)).size).toBe(3);
        expect(made.every((key) => key.publicKey.length === 32)).toBe(true);
        await ring.close();
        const again = await world.open();
        expect(await again.dayPublicKeys('2026-11-21', 3)).toEqual(made);
        await again.close();
      }));

    test('KEY-2 opens what was sealed to a day, for the same purpose only', () =>
      withRing(async (world) => {
        const ring = await world.open();
        const sealer = world.sealer(await ring.dayPublicKeys('2026-11-22', 1));
        const { dataKey, sealed } = await sealer.newDataKey('2026-11-22', purpose);
        expect(await ring.openDataKey(sealed, purpose)).toEqual(new Uint8Array(dataKey));
        const others: readonly DataKeyPurpose[] = [
          { ...purpose, cameraId: 'cam_two' },
          { ...purpose, site: 'site-two' },
          { ...purpose, hour: '2026-11-22T01:00:00.000Z' },
        ];
        for (const other of others) {
          await expect(ring.openDataKey(sealed, other)).rejects.toMatchObject({
            code: 'key-refused',
          });
        }
        await ring.close();
      }));

    test('KEY-3 a destroyed day opens nothing, at once and after a restart, and is never made again', () =>
      withRing(async (world) => {
        const ring = await world.open();
        const keys = await ring.dayPublicKeys('2026-11-21', 2);
        const sealer = world.sealer(keys);
        const gone = await sealer.newDataKey('2026-11-21', purpose);
        const kept = await sealer.newDataKey('2026-11-22', purpose);
        expect(await ring.destroyDay('2026-11-21')).toEqual({ keyId: keys[0]?.keyId });
        expect(await ring.destroyDay('2026-11-21')).toBeNull();
        await expect(ring.openDataKey(gone.sealed, purpose)).rejects.toMatchObject({
          code: 'key-destroyed',
        });
        await ring.close();
        const again = await world.open();
        expect(await again.days()).toEqual([{ keyId: keys[1]?.keyId, day: '2026-11-22' }]);
        await expect(again.openDataKey(gone.sealed, purpose)).rejects.toMatchObject({
          code: 'key-destroyed',
        });
        expect(await again.openDataKey(kept.sealed, purpose)).toEqual(new Uint8Array(kept.dataKey));
        expect((await again.dayPublicKeys('2026-11-21', 2)).map((key) => key.day)).toEqual([
          '2026-11-22',
        ]);
        await again.close();
      }));

    test('KEY-8 what is re-wrapped for a hold opens after its day has died, until the hold ends', () =>
      withRing(async (world) => {
        const ring = await world.open();
        const sealer = world.sealer(await ring.dayPublicKeys('2026-11-22', 1));
        const { dataKey, sealed } = await sealer.newDataKey('2026-11-22', purpose);
        const held = await ring.rewrapForHold('hld_one', sealed, purpose);
        const other = await ring.rewrapForHold('hld_two', sealed, purpose);
        expect(held.keyId).not.toBe(sealed.keyId);
        expect(held.day).toBe(sealed.day);
        await expect(
          ring.openDataKey(held, { ...purpose, cameraId: 'cam_two' }),
        ).rejects.toMatchObject({ code: 'key-refused' });
        await ring.destroyDay('2026-11-22');
        await ring.close();
        const again = await world.open();
        await expect(again.openDataKey(sealed, purpose)).rejects.toMatchObject({
          code: 'key-destroyed',
        });
        expect(await again.openDataKey(held, purpose)).toEqual(new Uint8Array(dataKey));
        expect(await again.destroyHold('hld_one')).toEqual({ keyId: held.keyId });
        expect(await again.destroyHold('hld_one')).toBeNull();
        for (const gone of [
          again.openDataKey(held, purpose),
          again.rewrapForHold('hld_one', other, purpose),
        ]) {
          await expect(gone).rejects.toMatchObject({ code: 'key-destroyed' });
        }
        expect(await again.openDataKey(other, purpose)).toEqual(new Uint8Array(dataKey));
        await again.close();
      }));

    test('KEY-8 a hold that ended before it had a key never gets one', () =>
      withRing(async (world) => {
        const ring = await world.open();
        const sealer = world.sealer(await ring.dayPublicKeys('2026-11-22', 1));
        const { sealed } = await sealer.newDataKey('2026-11-22', purpose);
        expect(await ring.destroyHold('hld_early')).toBeNull();
        await ring.close();
        const again = await world.open();
        await expect(again.rewrapForHold('hld_early', sealed, purpose)).rejects.toMatchObject({
          code: 'key-destroyed',
        });
        await again.close();
      }));

    test('KEY-9 a picture opens for what it is about until its day dies', () =>
      withRing(async (world) => {
        const ring = await world.open();
        const picture = new Uint8Array(70_000).fill(7);
        const sealed = await ring.sealPicture('2026-11-22', 'msk_one', picture);
        expect(await ring.openPicture(sealed, 'msk_one')).toEqual(picture);
        await expect(ring.openPicture(sealed, 'msk_two')).rejects.toMatchObject({
          code: 'key-refused',
        });
        await ring.destroyDay('2026-11-22');
        await ring.close();
        const again = await world.open();
        for (const gone of [
          again.openPicture(sealed, 'msk_one'),
          again.sealPicture('2026-11-22', 'msk_one', picture),
        ]) {
          await expect(gone).rejects.toMatchObject({ code: 'key-destroyed' });
        }
        await again.close();
      }));

    test('KEY-4 refuses a sealed key that was changed', () =>
      withRing(async (world) => {
        const ring = await world.open();
        const sealer = world.sealer(await ring.dayPublicKeys('2026-11-22', 1));
        const { sealed } = await sealer.newDataKey('2026-11-22', purpose);
        const ciphertext = Uint8Array.from(sealed.ciphertext);
        ciphertext[3] = (ciphertext[3] ?? 0) ^ 1;
        await expect(ring.openDataKey({ ...sealed, ciphertext }, purpose)).rejects.toMatchObject({
          code: 'key-refused',
        });
        await ring.close();
      }));
  });
}
