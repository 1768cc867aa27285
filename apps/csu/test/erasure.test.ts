/**
 * Erasure with the real key ring, on a clock that moves on: after its term nothing that was kept of a
 * recording opens it, not its row in an old backup, not an old copy of the ring.
 */

import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, civilDayOf, instantFromMs } from '@beffroi/kernel';
import { createDataKeySealer, createFileKeyRing } from '@beffroi/keyring';
import { type DataKeyPurpose, erasureDayOf, type SealedDataKey } from '@beffroi/office';
import { createSeededChance, createSteeredClock, createTestOffice } from '@beffroi/office/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';

const dayMs = 86_400_000;
const zone = 'Europe/Paris';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'erasure-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface OldRow {
  readonly keyDay: string;
  readonly sealed: SealedDataKey;
  readonly purpose: DataKeyPurpose;
}

test('RET-6 after the term no old row and no old ring opens what was recorded', async () => {
  const chance = createSeededChance();
  const clock = createSteeredClock();
  const ring = createFileKeyRing({ directory: join(folder, 'keys'), chance });
  const town = await createTestOffice({ clock, keyRing: ring });
  const today = () => civilDayOf(instantFromMs(clock.nowMs()), zone);
  const rows: OldRow[] = [];
  for (let day = 0; day <= 16; day++) {
    const sealer = createDataKeySealer(await ring.dayPublicKeys(addDays(today(), 1), 30), chance);
    for (const days of [1, 7, 15]) {
      const keyDay = erasureDayOf(clock.nowMs(), days, zone);
      const hour = instantFromMs(clock.nowMs());
      const purpose = { site: 'vermeil', cameraId: `cam_${days}`, hour };
      const { sealed } = await sealer.newDataKey(keyDay, purpose);
      rows.push({ keyDay, sealed, purpose });
    }
    cpSync(join(folder, 'keys'), join(folder, `old-${day}`), { recursive: true });
    clock.advance(dayMs);
    await town.office.erasures.eraseDue();
    for (const { keyDay, sealed, purpose } of rows) {
      const opened = await ring.openDataKey(sealed, purpose).then(
        () => 'opened',
        ({ code }: { readonly code: string }) => code,
      );
      expect(opened).toBe(keyDay <= today() ? 'key-destroyed' : 'opened');
    }
  }
  const isOver = ({ purpose, keyDay }: OldRow) =>
    purpose.cameraId === 'cam_15' && keyDay <= today();
  expect(rows.some(isOver)).toBe(true);
  for (const old of readdirSync(folder).filter((name) => name.startsWith('old-'))) {
    const directory = join(folder, old);
    rmSync(join(directory, 'ring.lock'));
    const root = join(directory, 'root.key');
    cpSync(root, join(folder, 'its-root'));
    cpSync(join(folder, 'keys', 'root.key'), root);
    expect(() => createFileKeyRing({ directory, chance })).toThrow(/doesn't open/);
    // The limit that the key ring's README states: ring and root, copied together, keep the day.
    cpSync(join(folder, 'its-root'), root);
    const copy = createFileKeyRing({ directory, chance });
    expect((await copy.days()).length).toBeGreaterThan(0);
    await copy.close();
  }
  town.office.close();
  await ring.close();
});
