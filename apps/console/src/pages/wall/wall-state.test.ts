/** The wall by keys and drops: nothing is lost by resizing that still fits, nothing shown twice. */

import { expect, test } from 'vitest';
import { changeWall, columnsFor, emptyWall, type Wall } from './wall-state.ts';

const four: Wall = { columns: 2, tiles: ['a', 'b', null, 'c'], selected: 0, isEnlarged: false };

test('growing keeps every camera where it is in order', () => {
  const wall = changeWall(four, { kind: 'columns', columns: 3 });
  expect(wall.tiles).toEqual(['a', 'b', null, 'c', null, null, null, null, null]);
});

test('shrinking closes the holes before it drops a camera', () => {
  const nine = changeWall({ ...four, selected: 3 }, { kind: 'columns', columns: 3 });
  expect(changeWall({ ...nine, selected: 8 }, { kind: 'columns', columns: 2 })).toMatchObject({
    tiles: ['a', 'b', 'c', null],
    selected: 3,
  });
  expect(changeWall(four, { kind: 'columns', columns: 1 }).tiles).toEqual(['a']);
});

test('never leaves 1 x 1 to 6 x 6', () => {
  expect(changeWall(four, { kind: 'columns', columns: 0 }).columns).toBe(1);
  expect(changeWall(four, { kind: 'columns', columns: 9 }).tiles.length).toBe(36);
});

test('placing goes on to the next free place', () => {
  let wall = emptyWall;
  for (const cameraId of ['a', 'b', 'c', 'd']) {
    wall = changeWall(wall, { kind: 'place', index: wall.selected, cameraId, afterwards: 'next' });
  }
  expect(wall.tiles).toEqual(['a', 'b', 'c', 'd']);
});

test('a camera that is placed again moves', () => {
  const wall = changeWall(four, { kind: 'place', index: 2, cameraId: 'a', afterwards: 'stay' });
  expect(wall.tiles).toEqual([null, 'b', 'a', 'c']);
});

test('arrows stop at the edges', () => {
  expect(changeWall(four, { kind: 'move', right: -1, down: 0 }).selected).toBe(0);
  expect(changeWall(four, { kind: 'move', right: 1, down: 1 }).selected).toBe(3);
  expect(changeWall(four, { kind: 'move', right: 5, down: 0 }).selected).toBe(1);
});

test('an empty place is selected, not enlarged', () => {
  expect(changeWall(four, { kind: 'enlarge', index: 2 })).toMatchObject({
    selected: 2,
    isEnlarged: false,
  });
  expect(changeWall(four, { kind: 'enlarge', index: 1 })).toMatchObject({
    selected: 1,
    isEnlarged: true,
  });
});

test('swapping moves the selection with the camera', () => {
  expect(changeWall(four, { kind: 'swap', from: 0, to: 2 })).toMatchObject({
    tiles: [null, 'b', 'a', 'c'],
    selected: 2,
  });
});

test('as many columns as the cameras need', () => {
  expect([0, 1, 4, 5, 16, 36, 99].map(columnsFor)).toEqual([1, 1, 2, 3, 4, 6, 6]);
});

test('a camera that is asked for by its address is enlarged where it is, or on a free place', () => {
  const shown = (cameraId: string) => changeWall(four, { kind: 'show', cameraId });
  expect(shown('b')).toMatchObject({ tiles: four.tiles, selected: 1, isEnlarged: true });
  expect(shown('d')).toMatchObject({ tiles: ['a', 'b', 'd', 'c'], selected: 2, isEnlarged: true });
  const full: Wall = { ...four, tiles: ['a', 'b', 'c', 'd'], selected: 1 };
  expect(changeWall(full, { kind: 'show', cameraId: 'e' }).tiles).toEqual(['a', 'e', 'c', 'd']);
});

const enlarged: Wall = { ...four, isEnlarged: true };

test('a camera put up while another is enlarged takes its place, enlarged', () => {
  const put = { kind: 'place', index: 0, cameraId: 'd', afterwards: 'next' } as const;
  expect(changeWall(enlarged, put)).toMatchObject({
    tiles: ['d', 'b', null, 'c'],
    selected: 0,
    isEnlarged: true,
  });
});

test('another size keeps the camera that is selected, and what is enlarged', () => {
  const last: Wall = { ...enlarged, columns: 3, tiles: places(9, { 8: 'a' }), selected: 8 };
  expect(changeWall(last, { kind: 'columns', columns: 2 })).toMatchObject({
    tiles: ['a', null, null, null],
    selected: 0,
    isEnlarged: true,
  });
});

test('nothing is enlarged when the camera of the selected place is gone', () => {
  const third: Wall = { ...enlarged, selected: 3 };
  expect(changeWall(third, { kind: 'columns', columns: 1 }).isEnlarged).toBe(false);
  const moved = { kind: 'place', index: 1, cameraId: 'c', afterwards: 'stay' } as const;
  expect(changeWall(third, moved)).toMatchObject({ selected: 1, isEnlarged: true });
  expect(changeWall(enlarged, { kind: 'select', index: 2 }).isEnlarged).toBe(false);
});

function places(count: number, some: Readonly<Record<number, string>>): (string | null)[] {
  return Array.from({ length: count }, (_, index) => some[index] ?? null);
}
