/**
 * The one clock that all cameras of a playback follow: position, signed speed, playing or not. It
 * knows no picture; whoever drives it says how much time has passed and how far footage is ready.
 * Plain values and pure functions, so that every way of playing can be tested without a browser.
 */

export const playSpeeds = [0.25, 0.5, 1, 2, 4, 8, 16, 32] as const;
const fastestSpeed = 32;

export interface PlayerClock {
  /** Instant on screen, ms since the epoch. */
  readonly positionMs: number;
  /** 0.25 to 32, negative backwards, never 0. */
  readonly speed: number;
  readonly playing: boolean;
}

export interface PlayRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** All pictures up to 4x; beyond that a decoder can't follow and key frames are enough. */
export function showsKeyPicturesOnly(speed: number): boolean {
  return Math.abs(speed) > 4;
}

/** The clock after `elapsedMs` of real time; stops at either end of the range. */
export function advanceClock(clock: PlayerClock, elapsedMs: number, range: PlayRange): PlayerClock {
  if (!clock.playing) {
    return clock;
  }
  return moveClock(clock, clock.positionMs + elapsedMs * clock.speed, range);
}

/** The clock at an instant of the range; it stops where the range ends in its direction. */
export function moveClock(clock: PlayerClock, toMs: number, range: PlayRange): PlayerClock {
  const positionMs = Math.min(Math.max(toMs, range.fromMs), range.toMs);
  const ended = clock.speed > 0 ? toMs >= range.toMs : toMs <= range.fromMs;
  return { ...clock, positionMs, playing: clock.playing && !ended };
}

/** The keys J and L: turn round at normal speed, or go twice as fast the same way. */
export function shuttle(clock: PlayerClock, direction: 1 | -1): PlayerClock {
  const sameWay = clock.playing && Math.sign(clock.speed) === direction;
  const speed = sameWay ? Math.min(fastestSpeed, Math.abs(clock.speed) * 2) : 1;
  return { ...clock, speed: speed * direction, playing: true };
}

/** The next faster (`by` 1) or slower (`by` -1) speed of the list, the same way round. */
export function changeSpeed(clock: PlayerClock, by: 1 | -1): PlayerClock {
  const at = playSpeeds.indexOf(Math.abs(clock.speed) as (typeof playSpeeds)[number]);
  const next = playSpeeds[Math.min(Math.max(at + by, 0), playSpeeds.length - 1)] ?? 1;
  return { ...clock, speed: next * Math.sign(clock.speed) };
}
