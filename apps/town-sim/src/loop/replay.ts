/**
 * Serves a loop for ever: each player gets its own timer, starts at a key picture at once and
 * receives one picture every 80 ms. Times come from one clock of the town, so that players of a
 * stream agree on ticks. A loop that is still being drawn may grow meanwhile: what has been played
 * stays as it is, and the player goes on into the new pictures. Nothing is decoded or encoded.
 */

import type { ServedSink, ServedStream } from '@beffroi/camera-rtsp';
import type { StreamLoop } from './loop-file.ts';

/**
 * A stream of our RTSP server from a loop, which `current` may give longer each time; `startedMs` is
 * when the town began (monotonic).
 */
export function replay(
  current: () => StreamLoop,
  ticksPerPicture: number,
  startedMs: number,
): ServedStream {
  return {
    codec: 'h264',
    parameterSets: current().parameterSets,
    play: (sink) => play(current, ticksPerPicture, startedMs, sink),
  };
}

function play(
  current: () => StreamLoop,
  ticksPerPicture: number,
  startedMs: number,
  sink: ServedSink,
): () => void {
  const pictureMs = ticksPerPicture / 90;
  const began = performance.now();
  // Whole pictures since the town began: two players of one stream get the same ticks.
  const first = Math.ceil((began - startedMs) / pictureMs);
  const atStart = current();
  let next = keyNear(atStart, first % atStart.pictures.length);
  let sent = 0;
  let timer: NodeJS.Timeout | undefined;
  const send = (): void => {
    const { pictures } = current();
    const picture = pictures[next];
    if (picture) {
      sink.accessUnit({ ...picture, ticks: (first + sent) * ticksPerPicture });
    }
    next = (next + 1) % pictures.length;
    sent++;
    // Late timers are caught up by a shorter wait, never by a burst of more than a loop.
    const due = began + sent * pictureMs;
    timer = setTimeout(send, Math.max(0, due - performance.now()));
  };
  send();
  return () => clearTimeout(timer);
}

/** The key picture at or before a place in the loop. */
function keyNear(loop: StreamLoop, from: number): number {
  for (let index = from; index > 0; index--) {
    if (loop.pictures[index]?.key) {
      return index;
    }
  }
  return 0;
}
