/**
 * The mask engine's second implementation: the distribution's ffmpeg, twice, with raw pictures piped
 * through this process. It takes half as much CPU again, brings no binary but Debian's, and keeps
 * the same contract suite: the way out should the codec library fail us (design, section 4).
 */

import { Failure, messageOf } from '@beffroi/kernel';
import type {
  Clock,
  EncodeSettings,
  MaskedSink,
  MaskSettings,
  MaskTranscoder,
  MaskTranscoders,
} from '@beffroi/office';
import {
  type ClearAccessUnit,
  joinNalUnits,
  lengthPrefixedToAnnexB,
  nalUnits,
  type StreamFormat,
  streamFormatOf,
} from '@beffroi/picture';
import { GapTeller } from '../transcoding/gap-teller.ts';
import { holeTicks } from '../transcoding/intake.ts';
import { MaskBoard } from '../transcoding/mask-board.ts';
import { type DrawnPicture, MaskedOutlet } from '../transcoding/outlet.ts';
import { PictureLine } from '../transcoding/picture-line.ts';
import { FfmpegChain } from './chain.ts';

/** Pictures inside the decoder at most, besides those it holds back to reorder. */
const insideMax = 8;
const stallMsMax = 5000;

const delimiters = {
  h264: Uint8Array.of(0x09, 0xf0),
  h265: Uint8Array.of(0x46, 0x01, 0x50),
} as const;

export interface FfmpegTranscodersOptions {
  readonly ffmpegPath: string;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
}

/** Transcoders on the distribution's ffmpeg, version 5.1 or newer with libx264. */
export function createFfmpegTranscoders(options: FfmpegTranscodersOptions): MaskTranscoders {
  return {
    open: async (mask, encode, sink) => new FfmpegTranscoder(options, mask, encode, sink),
  };
}

class FfmpegTranscoder implements MaskTranscoder {
  readonly #options: FfmpegTranscodersOptions;
  readonly #encode: EncodeSettings;
  readonly #board: MaskBoard;
  readonly #outlet: MaskedOutlet;
  readonly #gaps: GapTeller;
  readonly #line: PictureLine;
  #chain: FfmpegChain | null = null;
  #format: StreamFormat | null = null;
  #decoded = 0;
  #lost = 0;
  #suspect = false;
  #newestTicks = Number.NEGATIVE_INFINITY;
  #lastOutTicks = Number.NEGATIVE_INFINITY;
  #makeRoom: () => void = () => undefined;

  constructor(
    options: FfmpegTranscodersOptions,
    mask: MaskSettings,
    encode: EncodeSettings,
    sink: MaskedSink,
  ) {
    this.#options = options;
    this.#encode = encode;
    this.#board = new MaskBoard(mask);
    this.#outlet = new MaskedOutlet(sink);
    this.#gaps = new GapTeller((notice) => sink.gap(notice), options.clock.nowMs);
    this.#line = new PictureLine(this.#gaps, {
      one: (unit) => this.#one(unit),
      startOver: () => this.#startOver(),
    });
  }

  get figures() {
    const dropped = this.#line.dropped + this.#lost;
    return { in: this.#line.in, decoded: this.#decoded, out: this.#outlet.out, dropped };
  }

  setMask(settings: MaskSettings): void {
    this.#board.set(settings);
  }

  push(unit: ClearAccessUnit): void {
    this.#line.push(unit);
  }

  async close(): Promise<void> {
    this.#line.stop();
    await this.#chain?.kill();
    this.#makeRoom();
    await this.#line.ended();
    await this.#chain?.kill();
  }

  async #one(unit: ClearAccessUnit): Promise<void> {
    if (unit.key) {
      await this.#changeChain(unit);
    }
    const chain = this.#chain;
    if (chain === null) {
      this.#lost++;
      return;
    }
    this.#newestTicks = Math.max(this.#newestTicks, unit.ticks);
    const ending = joinNalUnits([delimiters[unit.codec]]);
    const nals = joinNalUnits([...nalUnits(unit.data)]);
    chain.feed(lengthPrefixedToAnnexB(Buffer.concat([nals, ending])), unit);
    await this.#roomIn(chain);
    if (chain.takeComplaint()) {
      // A picture may be missing inside: from the next key picture on, a fresh chain counts anew.
      this.#suspect = true;
      this.#gaps.tell('mask-engine-failed', 'The decoder refused a picture of the camera.');
    }
  }

  /** At a key picture: another size, codec or run of the camera wants another chain. */
  async #changeChain(key: ClearAccessUnit): Promise<void> {
    const found = streamFormatOf([...nalUnits(key.data)], key.codec);
    if (!found.ok) {
      await this.#endChain();
      this.#gaps.tell('mask-engine-failed', found.error.detail);
      return;
    }
    const { codec, width, height } = found.value;
    const newRun = key.ticks <= this.#newestTicks;
    const same =
      this.#format?.codec === codec &&
      this.#format.width === width &&
      this.#format.height === height;
    // The camera was away: whoever heard of it waits for a key picture, with which a chain begins.
    const behindHole = key.ticks - this.#newestTicks > holeTicks;
    if (this.#chain !== null && same && !newRun && !behindHole && !this.#suspect) {
      return;
    }
    await this.#endChain();
    if (newRun) {
      this.#newestTicks = Number.NEGATIVE_INFINITY;
      this.#lastOutTicks = Number.NEGATIVE_INFINITY;
    }
    this.#suspect = false;
    this.#format = found.value;
    this.#chain = new FfmpegChain({
      ffmpegPath: this.#options.ffmpegPath,
      format: found.value,
      encode: this.#encode,
      board: this.#board,
      events: {
        picture: (nals, isKey, drawn) => this.#picture(nals, isKey, drawn),
        notReady: (cause, detail) => {
          this.#lost++;
          this.#gaps.tell(cause, detail);
        },
        progress: () => {
          this.#decoded++;
          this.#makeRoom();
        },
      },
    });
  }

  #picture(nals: readonly Uint8Array[], key: boolean, drawn: DrawnPicture): void {
    if (this.#line.stopped || drawn.ticks <= this.#lastOutTicks) {
      this.#lost++;
      return;
    }
    this.#lastOutTicks = drawn.ticks;
    this.#gaps.ended();
    this.#outlet.picture(nals, key, drawn);
  }

  /** Waits until the decoder has given pictures back; throws a Failure when it stands still. */
  async #roomIn(chain: FfmpegChain): Promise<void> {
    const insideMost = insideMax + (this.#format?.reorderFrames ?? 0);
    while (chain.waiting >= insideMost && !this.#line.stopped) {
      let cancel = () => {};
      const stalled = new Promise<never>((_, reject) => {
        cancel = this.#options.clock.after(stallMsMax, () =>
          reject(new Failure('ffmpeg-stalled', 'ffmpeg gave no picture for 5 s.')),
        );
      });
      const room = new Promise<void>((resolve) => {
        this.#makeRoom = resolve;
      });
      const died = chain.ended().then(() => {
        throw new Failure('ffmpeg-failed', 'ffmpeg ended by itself.');
      });
      try {
        await Promise.race([room, stalled, died]);
      } finally {
        cancel();
      }
    }
  }

  async #endChain(): Promise<void> {
    const chain = this.#chain;
    this.#chain = null;
    if (chain === null) {
      return;
    }
    const cancel = this.#options.clock.after(stallMsMax, () => void chain.kill());
    try {
      await chain.finish();
    } catch (thrown) {
      this.#gaps.tell('mask-engine-failed', messageOf(thrown));
    } finally {
      cancel();
      this.#lost += chain.waiting;
    }
  }

  async #startOver(): Promise<void> {
    this.#lost++;
    const chain = this.#chain;
    this.#chain = null;
    await chain?.kill();
  }
}
