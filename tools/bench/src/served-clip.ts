/** A clip as an endless camera: read once, served in step with the clock by our RTSP server. */

import type { ServedStream, ServedUnit } from '@beffroi/camera-rtsp';
import { annexBNalUnits, joinNalUnits, ticksPerSecond } from '@beffroi/picture';
import { readAnnexB } from './media.ts';

const typeMask = 31;
const [slice, keySlice, sps, pps] = [1, 5, 7, 8];

export interface ClipPictures {
  readonly parameterSets: readonly Uint8Array[];
  /** One coded picture each, with 4-byte lengths; keys carry their parameter sets. */
  readonly pictures: readonly { readonly key: boolean; readonly data: Uint8Array }[];
}

/** Pictures of a raw H.264 clip with one slice a picture (as `media.ts` makes them). */
export function readClip(path: string): ClipPictures {
  let sets: Uint8Array[] = [];
  const pictures: { key: boolean; data: Uint8Array }[] = [];
  for (const nal of annexBNalUnits(readAnnexB(path))) {
    const type = (nal[0] ?? 0) & typeMask;
    if (type === sps) {
      sets = [nal];
    } else if (type === pps) {
      sets = [...sets.slice(0, 1), nal];
    } else if (type === keySlice) {
      pictures.push({ key: true, data: joinNalUnits([...sets, nal]) });
    } else if (type === slice) {
      pictures.push({ key: false, data: joinNalUnits([nal]) });
    }
  }
  return { parameterSets: sets, pictures };
}

/** Serves the clip in a loop at `fps`; each client starts at a key and sees ticks that only grow. */
export function servedClip(clip: ClipPictures, fps: number): ServedStream {
  return {
    codec: 'h264',
    parameterSets: clip.parameterSets,
    play(sink) {
      const startedMs = performance.now();
      let sent = 0;
      const timer = setInterval(() => {
        const due = Math.floor(((performance.now() - startedMs) / 1000) * fps);
        while (sent <= due) {
          sink.accessUnit(unitAt(clip, sent, fps));
          sent += 1;
        }
      }, 1000 / fps);
      return () => clearInterval(timer);
    },
  };
}

function unitAt(clip: ClipPictures, index: number, fps: number): ServedUnit {
  const picture = clip.pictures[index % clip.pictures.length];
  if (picture === undefined) {
    throw new Error('the clip has no picture');
  }
  return { ...picture, ticks: Math.round((index * ticksPerSecond) / fps) };
}
