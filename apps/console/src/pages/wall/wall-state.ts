/**
 * What a wall is: columns x columns places, one camera or none each, which place is selected and
 * whether it is enlarged. Pure: every key and every drop is one action on plain data.
 */

export const columnsMax = 6;

export interface Wall {
  readonly columns: number;
  readonly tiles: readonly (string | null)[];
  readonly selected: number;
  readonly isEnlarged: boolean;
}

export type WallAction =
  | { readonly kind: 'columns'; readonly columns: number }
  | { readonly kind: 'select'; readonly index: number }
  /** Arrow keys: columns to the right, rows down. */
  | { readonly kind: 'move'; readonly right: number; readonly down: number }
  /** Puts a camera on a place; `afterwards: 'next'` selects the place after it. */
  | {
      readonly kind: 'place';
      readonly index: number;
      readonly cameraId: string;
      readonly afterwards: 'stay' | 'next';
    }
  | { readonly kind: 'swap'; readonly from: number; readonly to: number }
  /** Enlarges a camera; one that is not up yet takes a free place, or the selected one. */
  | { readonly kind: 'show'; readonly cameraId: string }
  | { readonly kind: 'clear'; readonly index: number }
  | { readonly kind: 'enlarge'; readonly index: number }
  | { readonly kind: 'reduce' }
  | { readonly kind: 'load'; readonly columns: number; readonly tiles: readonly (string | null)[] };

export const emptyWall: Wall = { columns: 2, tiles: places(2), selected: 0, isEnlarged: false };

/** What is enlarged is a camera: never an empty place over the whole wall. */
export function changeWall(wall: Wall, action: WallAction): Wall {
  const next = changed(wall, action);
  return next.isEnlarged && !next.tiles[next.selected] ? { ...next, isEnlarged: false } : next;
}

function changed(wall: Wall, action: WallAction): Wall {
  switch (action.kind) {
    case 'columns':
      return sized(wall, action.columns, wall.tiles);
    case 'load':
      return { ...sized(wall, action.columns, action.tiles), selected: 0, isEnlarged: false };
    case 'select':
      return { ...wall, selected: kept(action.index, wall.tiles.length) };
    case 'move':
      return moved(wall, action.right, action.down);
    case 'place':
      return placed(wall, action);
    case 'swap':
      return swapped(wall, action.from, action.to);
    case 'show':
      return { ...shown(wall, action.cameraId), isEnlarged: true };
    case 'clear':
      return { ...wall, tiles: wall.tiles.with(action.index, null), isEnlarged: false };
    case 'enlarge':
      return wall.tiles[action.index]
        ? { ...wall, selected: action.index, isEnlarged: true }
        : { ...wall, selected: action.index };
    case 'reduce':
      return { ...wall, isEnlarged: false };
  }
}

/** Fewest columns that show so many cameras. */
export function columnsFor(count: number): number {
  return Math.min(columnsMax, Math.max(1, Math.ceil(Math.sqrt(count))));
}

function places(columns: number, tiles: readonly (string | null)[] = []): (string | null)[] {
  return Array.from({ length: columns * columns }, (_, i) => tiles[i] ?? null);
}

/** Cameras keep their order, and the selection its camera; those that no longer fit leave the wall. */
function sized(wall: Wall, wanted: number, tiles: readonly (string | null)[]): Wall {
  const columns = Math.min(columnsMax, Math.max(1, Math.round(wanted)));
  const kept = tiles.length <= columns * columns ? tiles : tiles.filter((tile) => tile !== null);
  const sizedTiles = places(columns, kept);
  const selectedCamera = wall.tiles[wall.selected] ?? null;
  const itsPlace = selectedCamera === null ? -1 : sizedTiles.indexOf(selectedCamera);
  return {
    columns,
    tiles: sizedTiles,
    selected: itsPlace >= 0 ? itsPlace : Math.min(wall.selected, sizedTiles.length - 1),
    isEnlarged: wall.isEnlarged && itsPlace >= 0,
  };
}

function moved(wall: Wall, right: number, down: number): Wall {
  const column = kept((wall.selected % wall.columns) + right, wall.columns);
  const row = kept(Math.floor(wall.selected / wall.columns) + down, wall.columns);
  return { ...wall, selected: row * wall.columns + column };
}

function placed(wall: Wall, action: Extract<WallAction, { kind: 'place' }>): Wall {
  // A camera is on a wall once: putting it elsewhere moves it.
  const tiles = wall.tiles.map((tile, i) =>
    i === action.index ? action.cameraId : tile === action.cameraId ? null : tile,
  );
  const goesOn = action.afterwards === 'next' && !wall.isEnlarged;
  const next = goesOn ? nextFree(tiles, action.index) : action.index;
  return { ...wall, tiles, selected: next };
}

function shown(wall: Wall, cameraId: string): Wall {
  const there = wall.tiles.indexOf(cameraId);
  if (there >= 0) {
    return { ...wall, selected: there };
  }
  const free = wall.tiles.indexOf(null);
  const index = free >= 0 ? free : wall.selected;
  return placed(wall, { kind: 'place', index, cameraId, afterwards: 'stay' });
}

function nextFree(tiles: readonly (string | null)[], from: number): number {
  for (let step = 1; step < tiles.length; step += 1) {
    const index = (from + step) % tiles.length;
    if (tiles[index] === null) {
      return index;
    }
  }
  return from;
}

function swapped(wall: Wall, from: number, to: number): Wall {
  const [a = null, b = null] = [wall.tiles[from], wall.tiles[to]];
  return { ...wall, tiles: wall.tiles.with(from, b).with(to, a), selected: to };
}

function kept(index: number, length: number): number {
  return Math.min(Math.max(index, 0), length - 1);
}
