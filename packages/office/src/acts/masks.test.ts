/** Masks decided on fakes: what hides less waits for two, what was decided meanwhile is not undone unseen. */

import { assert, type Id } from '@beffroi/kernel';
import { insidePixels, rasterise } from '@beffroi/picture';
import { type MaskChoice, maskLiftOf } from '@beffroi/town';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawn, type Errand, openWorld } from '../testing/confirmations-world.ts';
import { confirmed, exampleZone } from '../testing/index.ts';

function solid(...polygons: (typeof exampleZone)[]): MaskChoice {
  return { mode: 'server', style: 'solid', polygons };
}

const tiny = solid(exampleZone.map(({ x, y }) => ({ x: 0.1 + x / 10, y: 0.1 + y / 10 })));
const away = solid(exampleZone.map(({ x, y }) => ({ x: x + 0.5, y })));

async function masksWorld() {
  const world = await openWorld();
  const camera = async () => {
    const stored = await world.town.facts.read((facts) => facts.cameras.one('cam_place'));
    assert(stored !== null, 'the example town has it');
    return stored;
  };
  const done = (errand: Errand) => confirmed(world.confirmations, world.head, errand);
  return { ...world, camera, done };
}

describe('MSK-54 uncovering is lifting', () => {
  test.each([
    ['a tiny zone instead', tiny],
    ['the zone moved away', away],
    ['left to the camera', { mode: 'camera', polygons: [exampleZone] }],
    ['in mosaic', { mode: 'server', style: 'pixelate', polygons: [exampleZone] }],
  ] as const)('MSK-54 SEC-31 one person alone does not uncover: %s', async (_, choice) => {
    const world = await masksWorld();
    const errand = world.masks(choice);
    expect(await world.done(errand)).toMatchObject({ error: { rule: 'SEC-31' } });
    expect((await world.camera()).camera.mask?.id).toBe('msk_place');

    const both = await confirmed(world.confirmations, world.head, errand, world.otherHead);
    expect(both).toMatchObject({ ok: true, value: { choice } });
    const what = JSON.parse(world.entries('mask-redrawn')[0]?.record ?? '{}').what;
    expect(what).toMatchObject({ replaces: 'msk_place', uncovers: { zones: [0] } });
    expect(JSON.parse(what.confirmation.signed)).toMatchObject({
      act: 'lift-masks',
      targets: ['cam_place', 'msk_place'],
    });
    expect(what.confirmation.proofs).toHaveLength(2);
  });

  test('MSK-54 what only adds cover is decided by one, and its entry says that it uncovers nothing', async () => {
    const world = await masksWorld();
    expect(await world.done(world.masks(drawn))).toMatchObject({ ok: true });
    const [entry] = world.entries('mask-redrawn');
    expect(JSON.parse(entry?.record ?? '{}').what).toMatchObject({ uncovers: null });
    expect(await world.done(world.masks(solid(exampleZone)))).toMatchObject({
      error: { rule: 'SEC-31' },
    });
  });

  test('MSK-54 whoever signs reads which zones are hidden less', async () => {
    const world = await masksWorld();
    const id = await world.proved(world.masks(tiny));
    const view = await world.confirmations.one(world.otherHead, id);
    expect(view.ok && view.value.about.map(({ en }) => en)).toContain(
      'Hidden less: a place hidden until now is seen (zone 1)',
    );
  });
});

describe('what the law calls no lift, the engine hides', () => {
  const hair = fc.double({ min: -0.0004, max: 0.0004, noNaN: true });
  const inside = (value: number) => Math.min(1, Math.max(0, value));
  const sizes = [
    { width: 1920, height: 1080 },
    { width: 640, height: 360 },
    { width: 352, height: 288 },
  ];

  test('MSK-54 MSK-13 outlines moved by hairs without a lift still cover each pixel that was in a zone', () => {
    let held = 0;
    const hairs = fc.array(fc.record({ x: hair, y: hair }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(hairs, fc.boolean(), fc.constantFrom(...sizes), (moves, isGrown, size) => {
        const moved = exampleZone.map(({ x, y }, corner) => {
          const by = moves[corner] ?? { x: 0, y: 0 };
          // Outwards from the middle of the zone, or anyhow.
          const [outX, outY] = isGrown ? [Math.sign(x - 0.2), Math.sign(y - 0.25)] : [1, 1];
          const [dx, dy] = isGrown ? [Math.abs(by.x), Math.abs(by.y)] : [by.x, by.y];
          return { x: inside(x + outX * dx), y: inside(y + outY * dy) };
        });
        if (maskLiftOf(solid(exampleZone), solid(moved)) !== null) {
          return;
        }
        held += 1;
        const { width, height } = size;
        const { rows } = rasterise({ style: 'solid', polygons: [moved] }, width, height);
        const spansOf = new Map(rows.map(({ cell, spans }) => [cell, spans]));
        for (const { y, spans } of insidePixels(exampleZone, width, height)) {
          const drawn = spansOf.get(y >> 1) ?? [];
          const isCovered = spans.every((wanted) =>
            drawn.some(({ from, to }) => 2 * from <= wanted.from && wanted.to <= 2 * to),
          );
          expect(isCovered).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
    expect(held).toBeGreaterThan(5);
  }, 60_000);
});

describe('MSK-55 a decision replaces the one that it was weighed against', () => {
  test('MSK-55 masks decided between the signing and the act are not undone by it', async () => {
    const world = await masksWorld();
    const lift = world.masks(tiny);
    const id = await world.proved(lift);
    expect((await world.done(world.masks(drawn))).ok).toBe(true);
    expect(await world.confirmations.proveForDemonstration(world.otherHead, id)).toMatchObject({
      ok: false,
    });
    expect((await lift({ ...world.head, confirmationId: id })).ok).toBe(false);
    expect((await world.camera()).camera.mask?.choice).toEqual(drawn);
  });

  test('MSK-55 nor are those that another process has decided since this one read the town', async () => {
    const world = await masksWorld();
    const errand = world.masks(drawn);
    const id = await world.proved(errand);
    const stored = await world.camera();
    const other = { id: 'msk_other' as Id<'maskVersion'>, choice: away };
    await world.town.facts.transact(async (facts) => {
      assert(stored.camera.mask !== null, 'it has masks');
      const mask = { ...stored.camera.mask, ...other };
      await facts.masks.put({ version: mask, reference: null });
      await facts.cameras.put({ ...stored, camera: { ...stored.camera, mask } });
    });
    expect(await errand({ ...world.head, confirmationId: id })).toMatchObject({
      error: { rule: 'MSK-55', code: 'masks-changed' },
    });
    expect((await world.camera()).camera.mask?.id).toBe('msk_other');
    expect(world.entries('mask-redrawn')).toHaveLength(0);
  });
});
