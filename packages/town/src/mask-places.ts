/**
 * What zones hide, counted in places: the picture as a fixed grid of 1920 by 1080, whatever the camera's
 * size. A place lies wholly inside one zone, is touched by a zone's outline, or neither; it is uncovered
 * when it has less of that than it had. Grid and answer depend on nothing else, so "uncovers nothing"
 * can be chained: outlines moved by hairs, however often, never add up to more than one place (MSK-54).
 * The engine's rule holds here too: inside is whatever a zone's outline goes round, once or more.
 */

import { assert } from '@beffroi/kernel';
import type { MaskPoint } from './camera.ts';

export type MaskZone = readonly MaskPoint[];

const columns = 1920;
const rows = 1080;
/** A row of places as bits. */
const wordsAcross = columns / 32;
/** Of a place: what floating point may put on the other side of a line. */
const dust = 1e-6;

/** Of the zones before, those of which something is hidden less by the zones after; positions from 0. */
export function uncoveredZones(
  before: readonly MaskZone[],
  after: readonly MaskZone[],
): readonly number[] {
  const hidden = new Places();
  for (const zone of after) {
    hidden.add(placesOf(zone));
  }
  return before.flatMap((zone, index) => (hidden.holds(placesOf(zone)) ? [] : [index]));
}

/** Two bits a place: wholly inside a zone; inside, or touched by an outline. */
class Places {
  readonly inside: Uint32Array = new Uint32Array(rows * wordsAcross);
  readonly hidden: Uint32Array = new Uint32Array(rows * wordsAcross);

  add(other: Places): void {
    for (let at = 0; at < this.hidden.length; at++) {
      this.inside[at] = (this.inside[at] ?? 0) | (other.inside[at] ?? 0);
      this.hidden[at] = (this.hidden[at] ?? 0) | (other.hidden[at] ?? 0);
    }
  }

  /** Whether each place of the other is hidden here at least as well. */
  holds(other: Places): boolean {
    for (let at = 0; at < this.hidden.length; at++) {
      const lessInside = (other.inside[at] ?? 0) & ~(this.inside[at] ?? 0);
      const lessHidden = (other.hidden[at] ?? 0) & ~(this.hidden[at] ?? 0);
      if ((lessInside | lessHidden) !== 0) {
        return false;
      }
    }
    return true;
  }
}

/** Upper end first; `turn` is 1 where the outline goes down along it, else -1. */
interface Edge {
  readonly upper: MaskPoint;
  readonly lower: MaskPoint;
  readonly turn: number;
}

function placesOf(zone: MaskZone): Places {
  const outline = zone.map(({ x, y }) => ({ x: x * columns, y: y * rows }));
  assert(outline.every(isOnGrid), 'a zone lies inside the picture');
  const edges = outline.map((from, index): Edge => {
    const to = outline[(index + 1) % outline.length] ?? from;
    return from.y <= to.y
      ? { upper: from, lower: to, turn: 1 }
      : { upper: to, lower: from, turn: -1 };
  });
  const places = new Places();
  fillInside(places.inside, edges);
  for (const edge of edges) {
    touchAlong(places.hidden, edge);
  }
  for (let at = 0; at < places.hidden.length; at++) {
    const touched = places.hidden[at] ?? 0;
    // What an outline crosses is not wholly inside, whatever its middle is.
    const inside = (places.inside[at] ?? 0) & ~touched;
    places.inside[at] = inside;
    places.hidden[at] = touched | inside;
  }
  return places;
}

/** Places whose middle is inside. */
function fillInside(words: Uint32Array, edges: readonly Edge[]): void {
  const crossings: { readonly x: number; readonly turn: number }[][] = Array.from(
    { length: rows },
    () => [],
  );
  for (const { upper, lower, turn } of edges) {
    const slope = (lower.x - upper.x) / (lower.y - upper.y);
    const end = Math.min(rows, Math.ceil(lower.y - 0.5));
    for (let row = Math.ceil(upper.y - 0.5); row < end; row++) {
      crossings[row]?.push({ x: upper.x + (row + 0.5 - upper.y) * slope, turn });
    }
  }
  for (const [row, found] of crossings.entries()) {
    found.sort((left, right) => left.x - right.x);
    let rounds = 0;
    let from = 0;
    for (const { x, turn } of found) {
      if (rounds === 0) {
        from = x;
      }
      rounds += turn;
      if (rounds === 0) {
        setBits(words, row, Math.ceil(from - 0.5), Math.ceil(x - 0.5));
      }
    }
  }
}

/** Places that an edge touches. */
function touchAlong(words: Uint32Array, { upper, lower }: Edge): void {
  const height = lower.y - upper.y;
  const xAt = (y: number) =>
    height === 0 ? upper.x : upper.x + ((y - upper.y) / height) * (lower.x - upper.x);
  const [firstRow, lastRow] = touchedBetween(upper.y, lower.y, rows);
  for (let row = firstRow; row <= lastRow; row++) {
    // Ends are taken as they are: a point computed twice may differ by dust.
    const x1 = row <= upper.y ? upper.x : xAt(Math.min(row, lower.y));
    const x2 = row + 1 >= lower.y ? lower.x : xAt(row + 1);
    const [first, last] = touchedBetween(Math.min(x1, x2), Math.max(x1, x2), columns);
    setBits(words, row, first, last + 1);
  }
}

/** First and last of the unit steps that what goes from `low` to `high` touches. */
function touchedBetween(low: number, high: number, steps: number): readonly [number, number] {
  const first = Math.min(steps - 1, Math.floor(low + dust));
  const last = Math.min(steps - 1, Math.ceil(high - dust) - 1);
  return [first, Math.max(first, last)];
}

/** Places of a row from one up to, without, another. */
function setBits(words: Uint32Array, row: number, from: number, to: number): void {
  const end = Math.min(columns, to);
  for (let column = Math.max(0, from); column < end; ) {
    const next = Math.min(end, (column | 31) + 1);
    const at = row * wordsAcross + (column >> 5);
    words[at] = (words[at] ?? 0) | ((-1 >>> (32 - (next - column))) << (column & 31));
    column = next;
  }
}

function isOnGrid({ x, y }: MaskPoint): boolean {
  return x >= 0 && x <= columns && y >= 0 && y <= rows;
}
