/**
 * Which decoded pictures of a GOP are worth their memory: a decoded 1080p picture is 3 MB, so nine
 * cameras can't hold everything. Forwards, a few behind the one on screen and a run ahead of it.
 * Backwards, whole windows, because a GOP is always decoded from its key frame: one decoding a
 * window, not one a picture. Pure arithmetic on indices.
 */

export interface KeepRange {
  readonly from: number;
  /** Last index kept, included. */
  readonly to: number;
}

export interface HoldPlan {
  /** What the current GOP must have. */
  readonly need: KeepRange;
  /** What it may keep besides: pictures already passed, for a step back. */
  readonly keep: KeepRange;
  /** What the neighbour in the direction of play should have, null when there is no room for it. */
  readonly neighbour: KeepRange | null;
}

const decodedBudgetBytes = 400 * 1024 * 1024;
const picturesMin = 6;
const hardwarePoolMax = 12;
const aheadMax = 12;
const behindMax = 8;

/**
 * Decoded pictures that one of `trackCount` cameras may hold, 4:2:0 at 12 bits a pixel. What only a
 * hardware decoder gives comes from a small pool of its own: holding more would stop it.
 */
export function pictureBudget(
  gop: { readonly width: number; readonly height: number; readonly codec: string },
  trackCount: number,
): number {
  const pictureBytes = Math.max(1, gop.width * gop.height * 1.5);
  const fitting = Math.max(picturesMin, Math.floor(decodedBudgetBytes / trackCount / pictureBytes));
  return gop.codec.startsWith('avc1') ? fitting : Math.min(fitting, hardwarePoolMax);
}

/** The plan for a GOP of `count` pictures with `index` on screen. */
export function planHold(place: {
  readonly count: number;
  readonly index: number;
  readonly direction: 1 | -1;
  readonly budget: number;
  readonly neighbourCount: number;
}): HoldPlan {
  return place.direction > 0 ? planForwards(place) : planBackwards(place);
}

function planForwards(place: Parameters<typeof planHold>[0]): HoldPlan {
  const { count, index, budget, neighbourCount } = place;
  const behind = Math.min(behindMax, Math.floor(budget / 4));
  const ahead = Math.min(aheadMax, budget - behind - 1);
  const last = Math.min(count - 1, index + ahead);
  const rest = index + ahead - last;
  return {
    need: { from: index, to: last },
    keep: { from: Math.max(0, index - behind), to: last },
    neighbour: firstOf(Math.min(rest, neighbourCount)),
  };
}

function planBackwards(place: Parameters<typeof planHold>[0]): HoldPlan {
  const { count, index, budget, neighbourCount } = place;
  const window = Math.max(1, Math.floor(budget / 2));
  const windowStart = Math.floor(index / window) * window;
  if (windowStart > 0) {
    // Two windows of the same GOP: the one on screen and the one before it.
    const from = windowStart - window;
    return { need: { from, to: index }, keep: { from, to: index }, neighbour: null };
  }
  const neighbourFrom = Math.floor(Math.max(0, neighbourCount - 1) / window) * window;
  return {
    need: { from: 0, to: index },
    keep: { from: 0, to: Math.min(count - 1, window - 1) },
    neighbour: neighbourCount > 0 ? { from: neighbourFrom, to: neighbourCount - 1 } : null,
  };
}

function firstOf(count: number): KeepRange | null {
  return count > 0 ? { from: 0, to: count - 1 } : null;
}
