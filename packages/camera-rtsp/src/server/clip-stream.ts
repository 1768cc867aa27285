/**
 * A clip (Annex B bytes of H.264 or H.265 without B-frames) as an endless served stream at a
 * steady rate: what benchmarks, demonstrations and fault tests play. One timer per client; ticks
 * go on counting across the loop.
 */

import {
  annexBNalUnits,
  joinNalUnits,
  parameterSetType,
  ticksPerSecond,
  type VideoCodec,
} from '@beffroi/picture';
import type { ServedFaults, ServedStream } from './served-stream.ts';

export interface Clip {
  readonly codec: VideoCodec;
  readonly parameterSets: readonly Uint8Array[];
  /** In order; each key picture begins with its parameter sets when the clip has them there. */
  readonly pictures: readonly { readonly key: boolean; readonly data: Uint8Array }[];
}

/** Cuts Annex B bytes into pictures; delimiters and filler are left out. */
export function readClip(codec: VideoCodec, annexB: Uint8Array): Clip {
  const sets = new Map<number, Uint8Array>();
  const pictures: { key: boolean; data: Uint8Array }[] = [];
  let nals: Uint8Array[] = [];
  let slices = 0;
  let key = false;
  const finish = () => {
    if (slices > 0) {
      pictures.push({ key, data: joinNalUnits(nals) });
      nals = [];
      slices = 0;
      key = false;
    }
  };
  for (const nal of annexBNalUnits(annexB)) {
    const type = parameterSetType(nal, codec);
    const role = roleOf(codec, type);
    if (role === 'dropped') {
      finish();
      continue;
    }
    if (role === 'parameter-set') {
      sets.set(type, nal);
    }
    if (role === 'slice' ? beginsPicture(codec, nal) : role !== 'suffix') {
      finish();
    }
    if (role === 'slice') {
      slices++;
      key ||= codec === 'h264' ? type === 5 : type >= 16 && type <= 21;
    }
    nals.push(nal);
  }
  finish();
  return { codec, parameterSets: [...sets.values()], pictures };
}

export interface ClipStreamOptions {
  readonly fps: number;
  readonly faults?: ServedFaults;
  /** After so many pictures the other clip plays: a change in mid-stream. */
  readonly thenClip?: { readonly afterPictures: number; readonly clip: Clip };
  /** Where the first client begins; each further one begins at the clip's first picture too. */
  readonly phaseMs?: number;
}

/** Plays a clip in real time, over and over, to each client from its beginning. */
export function clipStream(clip: Clip, options: ClipStreamOptions): ServedStream {
  const stepTicks = ticksPerSecond / options.fps;
  return {
    codec: clip.codec,
    parameterSets: clip.parameterSets,
    ...(options.faults === undefined ? {} : { faults: options.faults }),
    play: (sink) => {
      const startedMs = performance.now() + (options.phaseMs ?? 0);
      let sent = 0;
      const timer = setInterval(() => {
        const due = ((performance.now() - startedMs) * options.fps) / 1000;
        // A machine that slept doesn't replay what it missed at once: a second at most.
        const burstMax = sent + options.fps;
        while (sent <= due && sent < burstMax) {
          const picture = pictureAt(clip, options, sent);
          if (picture !== undefined) {
            sink.accessUnit({ ...picture, ticks: Math.round(sent * stepTicks) });
          }
          sent++;
        }
      }, 5);
      return () => clearInterval(timer);
    },
  };
}

function pictureAt(clip: Clip, options: ClipStreamOptions, index: number) {
  const then = options.thenClip;
  if (then !== undefined && index >= then.afterPictures) {
    const pictures = then.clip.pictures;
    return pictures[(index - then.afterPictures) % pictures.length];
  }
  return clip.pictures[index % clip.pictures.length];
}

type Role = 'slice' | 'parameter-set' | 'prefix' | 'suffix' | 'dropped';

function roleOf(codec: VideoCodec, type: number): Role {
  if (codec === 'h264') {
    if (type >= 1 && type <= 5) {
      return 'slice';
    }
    return type === 7 || type === 8 ? 'parameter-set' : type === 6 ? 'prefix' : 'dropped';
  }
  if (type < 32) {
    return 'slice';
  }
  if (type <= 34) {
    return 'parameter-set';
  }
  return type === 39 ? 'prefix' : type === 40 ? 'suffix' : 'dropped';
}

/** `first_mb_in_slice` 0 (one bit set) or `first_slice_segment_in_pic_flag`. */
function beginsPicture(codec: VideoCodec, nal: Uint8Array): boolean {
  return ((nal[codec === 'h264' ? 1 : 2] ?? 0) & 0x80) !== 0;
}
