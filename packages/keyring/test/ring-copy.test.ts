/** A copy of the ring for a backup, and the ring of a restored centre. */

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays } from '@beffroi/kernel';
import type { Chance } from '@beffroi/office';
import { expect, test } from 'vitest';
import { copyRing, createDataKeySealer, createFileKeyRing, putRing } from '../src/index.ts';

const chance: Chance = { bytes: (length) => new Uint8Array(randomBytes(length)) };
const purpose = { site: 's', cameraId: 'cam_a', hour: '2026-11-22T00:00:00.000Z' };

test('KEY-11 a copy is whole while its holder works on, opens the same, and is put once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ring-'));
  const directory = join(folder, 'first');
  expect(copyRing({ directory })).toEqual({ version: 1, keys: [], destroyed: [] });
  const ring = createFileKeyRing({ directory, chance });
  const keys = await ring.dayPublicKeys('2026-11-22', 3);
  const { dataKey, sealed } = await createDataKeySealer(keys, chance).newDataKey(
    '2026-11-24',
    purpose,
  );
  await ring.destroyDay('2026-11-22');
  const copy = copyRing({ directory });
  expect(copy.keys.map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-24']);
  expect(copy.destroyed.map(({ day }) => day)).toEqual(['2026-11-22']);
  for (let more = 3; more < 8; more++) {
    await ring.dayPublicKeys(addDays('2026-11-22', more), 1);
    expect(copyRing({ directory }).keys.length).toBe(more);
  }
  const second = join(folder, 'second');
  putRing({ directory: second, chance }, copy);
  expect(() => putRing({ directory: second, chance }, copy)).toThrow('never put over another');
  const restored = createFileKeyRing({ directory: second, chance });
  expect(await restored.openDataKey(sealed, purpose)).toEqual(new Uint8Array(dataKey));
  expect((await restored.dayPublicKeys('2026-11-22', 3)).map(({ day }) => day)).toEqual([
    '2026-11-23',
    '2026-11-24',
  ]);
  await restored.close();
  await ring.close();
  rmSync(folder, { recursive: true });
});
