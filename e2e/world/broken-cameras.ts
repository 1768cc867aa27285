/**
 * Cameras that misbehave on purpose, out of one real clip of 320x240 in groups of ten pictures: the
 * clear street, and the same with a black box over the private zone, as a camera that masks itself
 * sends it. Each camera hangs on a cable of its own. A camera under mutation sends, over and over,
 * one broken group and two good ones, and keeps a note of each.
 */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Clip, readClip, type ServedStream } from '@beffroi/camera-rtsp';
import type { Polygon } from '@beffroi/picture';
import { Cable, type Hand } from './cable.ts';
import { chanceOf, type Mutation, packetMutations, withLyingSdp } from './mutations.ts';
import { footage } from './outside-servers.ts';

export const clipSize = { width: 320, height: 240 } as const;
export const groupMs = 800;
const fps = 12.5;
const groupPictures = 10;
const pictureTicks = 90_000 / fps;
const rtpHead = 4;
const fallsOff = 'the mask falls off';

export const zone: Polygon = [
  { x: 0.25, y: 0.25 },
  { x: 0.65, y: 0.25 },
  { x: 0.65, y: 0.75 },
  { x: 0.25, y: 0.75 },
];

export interface Street {
  readonly clear: Clip;
  readonly masked: Clip;
  /** Luma of the clear street, one picture after the other. */
  readonly luma: Buffer;
}

export function readStreet(): Street {
  const clip = join(footage, 'kvs-dusk-street-640x480.h264');
  const size = `scale=${clipSize.width}:${clipSize.height}`;
  const box = `${size},drawbox=x=iw*0.25:y=ih*0.25:w=iw*0.4:h=ih*0.5:color=black:t=fill`;
  const encoded = (filter: string) =>
    readClip('h264', ffmpeg(['-i', clip, '-vf', filter, ...encoding, '-f', 'h264', '-']));
  const raw = ['-pix_fmt', 'gray', '-f', 'rawvideo', '-'];
  return {
    clear: encoded(size),
    masked: encoded(box),
    luma: ffmpeg(['-i', clip, '-vf', size, '-frames:v', '40', ...raw]),
  };
}

const encoding = [
  ...['-frames:v', '100', '-c:v', 'libx264', '-profile:v', 'baseline', '-preset', 'veryfast'],
  ...['-x264-params', `keyint=${groupPictures}:min-keyint=${groupPictures}:scenecut=0`],
];

function ffmpeg(words: readonly string[]): Buffer {
  return execFileSync('ffmpeg', ['-v', 'error', ...words], { maxBuffer: 256 * 1024 * 1024 });
}

/** One broken group, as it went over the cable. */
export interface BrokenGroup {
  readonly seed: number;
  readonly how: string;
  readonly connection: number;
  readonly startMs: number;
  /** When the good group after it began; 0 while it hasn't. */
  endMs: number;
}

/** What one camera breaks, in which order; the stream and the cable share it. */
export class BreakingPlan {
  readonly groups: BrokenGroup[] = [];
  readonly #seeds: readonly number[];
  readonly #canFall: boolean;
  #connection = 0;
  /** Seeds used up by earlier connections. */
  #used = 0;
  /** Group of this connection from which on it breaks; null before `begin`. */
  #from: number | null = null;
  #newest = 0;
  #current: { readonly group: number; readonly mutation: Mutation } | null = null;

  constructor(seeds: readonly number[], canFall: boolean) {
    this.#seeds = seeds;
    this.#canFall = canFall;
  }

  get isDone(): boolean {
    return this.groups.length === this.#seeds.length && this.groups.at(-1)?.endMs !== 0;
  }

  /** All is well until then. */
  begin(): void {
    this.#from ??= this.#newest + 1;
  }

  connected(): void {
    this.#connection++;
    this.#used = this.groups.length;
    this.#from = this.#from === null ? null : 0;
    this.#newest = 0;
    this.#current = null;
  }

  /** Whether this group of the connection is sent without its mask. */
  isClear(group: number): boolean {
    const seed = this.#seedOf(group);
    return seed !== null && this.#howOf(seed) === fallsOff;
  }

  packet(packet: Buffer): readonly Buffer[] {
    if (packet[1] !== 0) {
      return [packet];
    }
    const group = Math.floor(packet.readUInt32BE(rtpHead + 4) / pictureTicks / groupPictures);
    this.#newest = Math.max(this.#newest, group);
    const seed = this.#seedOf(group);
    if (seed === null) {
      const last = this.groups.at(-1);
      if (last !== undefined && last.endMs === 0) {
        last.endMs = Date.now();
      }
      return [packet];
    }
    if (this.#current?.group !== group) {
      const how = this.#howOf(seed);
      const mutation = packetMutations[how]?.(chanceOf(seed)) ?? ((untouched) => [untouched]);
      this.#current = { group, mutation };
      const connection = this.#connection;
      this.groups.push({ seed, how, connection, startMs: Date.now(), endMs: 0 });
    }
    return this.#current.mutation(packet);
  }

  /** The first group is good, then one in three is broken. */
  #seedOf(group: number): number | null {
    const since = this.#from === null ? -1 : group - this.#from;
    return since % 3 === 1 ? (this.#seeds[this.#used + Math.floor(since / 3)] ?? null) : null;
  }

  #howOf(seed: number): string {
    const names = [...Object.keys(packetMutations), ...(this.#canFall ? [fallsOff] : [])];
    return names[seed % names.length] ?? '';
  }
}

/** The street in real time; a plan may make some groups clear. */
export function streetStream(clip: Clip, plan: BreakingPlan | null, clear: Clip): ServedStream {
  return {
    codec: clip.codec,
    parameterSets: clip.parameterSets,
    play: (sink) => {
      const startedMs = performance.now();
      let sent = 0;
      const timer = setInterval(() => {
        while (sent <= ((performance.now() - startedMs) * fps) / 1000) {
          const isClear = plan?.isClear(Math.floor(sent / groupPictures)) === true;
          const { pictures } = isClear ? clear : clip;
          const picture = pictures[sent % pictures.length];
          if (picture !== undefined) {
            sink.accessUnit({ ...picture, ticks: Math.round(sent * pictureTicks) });
          }
          sent++;
        }
      }, 10);
      return () => clearInterval(timer);
    },
  };
}

/** A cable whose plan breaks groups. */
export function layBreaking(cameraPort: number, plan: BreakingPlan): Promise<Cable> {
  const hand: Hand = {
    connected: () => plan.connected(),
    packet: (packet) => plan.packet(packet),
  };
  return Cable.lay(cameraPort, hand);
}

/** A cable whose first answer about the stream lies; later ones don't. */
export function layLying(cameraPort: number, seed: number): Promise<Cable> {
  let connections = 0;
  return Cable.lay(cameraPort, {
    connected: () => {
      connections++;
    },
    answer: (text) =>
      connections === 1 && /application\/sdp/i.test(text) ? withLyingSdp(text, seed) : text,
  });
}
