/** Pictures of reference go at the term of their camera; what was decided on them stays. */

import { expect, test } from 'vitest';
import {
  confirmed,
  createFakeKeyRing,
  createSteeredClock,
  createTestOffice,
  exampleZone,
} from '../testing/index.ts';

const dayMs = 86_400_000;
const triangle = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
];

test('RET-9 a picture of reference opens until its camera’s term, and leaves with an entry', async () => {
  const clock = createSteeredClock(Date.parse('2026-11-20T10:00Z'));
  const ring = createFakeKeyRing();
  const town = await createTestOffice({ clock, keyRing: ring });
  const { office, facts } = town;
  const { actor } = await town.signIn('per_head');
  const picture = new TextEncoder().encode('a street, and who passed');
  const body = {
    choice: { mode: 'server' as const, style: 'solid' as const, polygons: [exampleZone, triangle] },
    reason: 'contrôle',
  };
  const set = await confirmed(office.confirmations, actor, (by) =>
    office.cameras.setMasks(by, 'cam_place', body, picture),
  );
  const id = set.ok ? set.value.id : '';
  expect(set.ok && set.value.referenceUrl).toBe(`/api/masks/${id}/reference`);
  expect(await office.cameras.maskReference(actor, id)).toEqual({ ok: true, value: picture });
  const reference = async () => (await facts.read((work) => work.masks.one(id)))?.reference;
  expect((await reference())?.day).toBe('2026-12-05');
  clock.advance(14 * dayMs);
  await office.erasures.eraseDue();
  expect(await reference()).not.toBeNull();
  clock.advance(dayMs);
  await office.erasures.eraseDue();
  expect(await reference()).toBeNull();
  expect((await ring.days()).map(({ day }) => day)).not.toContain('2026-12-05');
  const [entry] = facts.entries.filter(({ kind }) => kind === 'mask-reference-erased');
  expect(JSON.parse(entry?.record ?? '{}').what.sha256).toMatch(/^[0-9a-f]{64}$/);
  const again = (await town.signIn('per_head')).actor;
  const versions = await office.cameras.masks(again, 'cam_place');
  expect(versions.ok && versions.value.find((one) => one.id === id)?.referenceUrl).toBeNull();
  expect(await office.cameras.maskReference(again, id)).toMatchObject({ ok: false });
  office.close();
});
