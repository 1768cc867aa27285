import { describe, expect, test } from 'vitest';
import { readTownFile } from './town-file.ts';

describe('the shape of a town file', () => {
  test('a file of nothing but its town and a commune is enough', () => {
    const file = { town: { name: 'Vermeil' }, communes: [{ insee: '2A004', name: 'Ajaccio' }] };
    expect(readTownFile(file)).toEqual({ ok: true, value: file });
  });

  test('each fault names its path and what to write', () => {
    const read = readTownFile({
      town: { name: 'Vermeil', mayor: 'x' },
      communes: [{ insee: 91326, name: 'Vermeil' }],
      people: [{ login: 'A B', name: 'A', post: 'boss' }],
      cameras: [{}],
    });
    expect(read.ok).toBe(false);
    expect(read.ok ? [] : read.error.map(({ path, what }) => `${path}: ${what}`)).toEqual([
      'town/mayor: is a field nobody knows here; remove or correct it',
      'communes/0/insee: must be a text; put it between quotes when it looks like a number',
      expect.stringContaining('people/0/login: must be a login: small letters'),
      expect.stringContaining('people/0/post: must be one of operator, csu-head'),
      'cameras/0: lacks key, commune, name, place, purposes, objective, framing, main: add it',
    ]);
  });

  const square = [
    { x: 0.1, y: 0.1 },
    { x: 0.3, y: 0.1 },
    { x: 1.2, y: 0.4 },
  ];
  test.each([
    [{ mode: 'server', style: 'solid', polygons: [square] }, 'polygons/0/2/x: must be 1 at most'],
    [{ mode: 'camera', style: 'solid', polygons: [] }, 'style: is a field nobody knows'],
    [{ mode: 'blur' }, 'mode: must be one of server, camera, none-needed'],
  ])('of a choice of masks only what is wrong with the one named is said: %j', (choice, words) => {
    const read = readTownFile({
      town: { name: 'Vermeil' },
      communes: [{ insee: '91326', name: 'Vermeil' }],
      cameras: [
        {
          ...{ key: 'a', commune: '91326', name: 'a', place: 'b', purposes: ['traffic-flow'] },
          ...{ objective: 'c', framing: 'wide', main: 'rtsp://a/b' },
          masks: { choice, reason: 'd', decidedBy: 'e.f' },
        },
      ],
    });
    const faults = read.ok ? [] : read.error.filter(({ what }) => !what.includes('entries'));
    expect(faults.map(({ path, what }) => `${path}: ${what}`)).toEqual([
      expect.stringContaining(`cameras/0/masks/choice/${words}`),
    ]);
  });

  test.each(['2026-02-30', '2025-02-29', '2026-13-01', '30/02/2026', '2026-2-3'])(
    'a day that no calendar has is a fault with its place and what to write: %s',
    (day) => {
      const clearance = {
        ...{ authority: 'Arrêté 4', communes: ['91326'], rights: ['watch-live'] },
        ...{ from: day, until: '2028-02-29' },
      };
      const people = [{ login: 'a.b', name: 'A', post: 'operator', clearances: [clearance] }];
      const town = { name: 'Vermeil' };
      const read = readTownFile({ town, communes: [{ insee: '91326', name: 'V' }], people });
      expect(read.ok ? [] : read.error).toEqual([
        {
          path: 'people/0/clearances/0/from',
          what: 'must be a day that the calendar has, as 2026-01-31',
        },
      ]);
    },
  );

  test('faults of many entries are all said, 50 at most', () => {
    const cameras = Array.from({ length: 60 }, () => ({}));
    const town = { name: 'Vermeil' };
    const read = readTownFile({ town, communes: [{ insee: '91326', name: 'V' }], cameras });
    expect(read.ok ? 0 : read.error.length).toBe(50);
  });

  test.each([null, 3, 'town', []])('%j is refused', (value) => {
    expect(readTownFile(value).ok).toBe(false);
  });
});
