/**
 * Remembers what each screen showed, in this browser only: a window opened as `/mur?ecran=2` comes
 * back with its own cameras. Holds ids of cameras, nothing that was seen and nobody's name.
 */

import { changeWall, emptyWall, type Wall } from './wall-state.ts';

const keyPrefix = 'beffroi.wall.';

/** The screen of this window, `1` unless the address says otherwise. */
export function screenOf(search: string): string {
  const screen = new URLSearchParams(search).get('ecran') ?? '1';
  return /^[1-9]\d?$/.test(screen) ? screen : '1';
}

export function keepWall(screen: string, wall: Wall): void {
  const { columns, tiles } = wall;
  localStorage.setItem(keyPrefix + screen, JSON.stringify({ columns, tiles }));
}

/** What this screen showed last, undefined when it never did. */
export function keptWall(screen: string): Wall | undefined {
  const kept = localStorage.getItem(keyPrefix + screen);
  return kept === null ? undefined : readWall(kept);
}

function readWall(text: string): Wall | undefined {
  try {
    const { columns, tiles } = JSON.parse(text) as { columns?: unknown; tiles?: unknown };
    if (typeof columns !== 'number' || !Array.isArray(tiles)) {
      return undefined;
    }
    const ids = tiles.map((tile: unknown) => (typeof tile === 'string' ? tile : null));
    return changeWall(emptyWall, { kind: 'load', columns, tiles: ids });
  } catch (thrown) {
    if (thrown instanceof SyntaxError) {
      return undefined;
    }
    throw thrown;
  }
}
