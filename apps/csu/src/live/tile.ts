/**
 * One camera stream on one channel of one viewer, under a lease. Pictures pass only while the lease
 * runs (LIV-20) and the viewer keeps up (LIV-23); whatever isn't sent is counted and told. The tile
 * never decides whether it may be seen: its viewer asks the office and tells the tile.
 */

import { Failure } from '@beffroi/kernel';
import type { StreamName } from '@beffroi/office';
import type { Refusal } from '@beffroi/town';
import type { PictureHeader, ServerMessage } from '@beffroi/wire';
import type { PictureFormat } from '../link/picture-source.ts';
import type { RelayedPicture } from '../link/relayed-picture.ts';
import { AckWindow } from './ack-window.ts';
import type { Feeds } from './feeds.ts';
import type { FeedViewer } from './picture-feed.ts';
import {
  isWithheld,
  liveReason,
  reasonOfCause,
  reasonOfRefusal,
  type TileReason,
} from './tile-words.ts';

export interface TilePlace {
  readonly channel: number;
  readonly cameraId: string;
  readonly stream: StreamName;
}

export interface TileSurroundings {
  readonly feeds: Feeds;
  nowMs(): number;
  monotonicMs(): number;
  say(message: ServerMessage): void;
  write(header: PictureHeader, annexB: Uint8Array): void;
  /** Whether the operating system takes no more for this viewer. */
  isClogged(): boolean;
  facts(cameraId: string): { readonly recording: boolean; readonly mask: TileMask };
  dropped(pictures: number): void;
  leaseEnded(tile: Tile): void;
  /** What was sent may no longer be shown (MSK-19); behind: some of it is still on its way. */
  withheld(isBehind: boolean): void;
}

export type TileMask = 'server' | 'camera' | 'none-needed' | null;

interface Lease {
  readonly number: number;
  untilMs: number;
}

export class Tile implements FeedViewer {
  readonly place: TilePlace;
  readonly #around: TileSurroundings;
  readonly #window = new AckWindow();
  #lease: Lease | null = null;
  #leave: () => void = () => undefined;
  #reason: TileReason = reasonOfCause('connecting');
  #sinceMs: number;
  #told = '';
  #sequence = 0;
  #questions = 0;
  #waitsForKey = true;
  #unsaidDrops = 0;

  constructor(place: TilePlace, around: TileSurroundings) {
    this.place = place;
    this.#around = around;
    this.#sinceMs = around.nowMs();
  }

  get isOpen(): boolean {
    return this.#lease !== null;
  }

  isBehind(): boolean {
    return this.#window.isBehind(this.#around.monotonicMs());
  }

  /** The office is asked. What it says counts while it was asked nothing since: rights may have ended (LIV-21). */
  asked(): () => boolean {
    this.#questions += 1;
    const question = this.#questions;
    return () => question === this.#questions;
  }

  /** The office says yes until then; opens the tile or carries it on. `until` is ISO text. */
  allow(number: number, until: string, untilMs: number): void {
    if (!Number.isFinite(untilMs)) {
      throw new Failure(
        'lease-invalid',
        `the lease of a tile ends at ${until}, which is no instant`,
      );
    }
    const { channel, cameraId, stream } = this.place;
    const isNew = this.#lease === null;
    this.#lease = { number: this.#lease?.number ?? number, untilMs };
    this.#around.say({ type: 'opened', channel, lease: this.#lease.number, until });
    if (isNew) {
      this.#waitsForKey = true;
      this.#change(reasonOfCause('connecting'));
      this.#leave = this.#around.feeds.watch(cameraId, stream, this);
    }
  }

  /** The office said no before a picture was sent. */
  refuse(refusal: Refusal): void {
    this.#change(reasonOfRefusal(refusal));
  }

  /** The right ended: nothing more is sent from here on. */
  cut(refusal: Refusal): void {
    const { rule, words } = refusal;
    this.stop();
    this.#told = '';
    this.#around.say({ type: 'cut', channel: this.place.channel, rule, words });
  }

  stop(): void {
    this.#lease = null;
    this.#leave();
    this.#leave = () => undefined;
  }

  acknowledged(sequence: number): void {
    this.#window.acknowledged(sequence);
  }

  /** Says the state again when recording or masking changed. */
  refresh(): void {
    if (this.isOpen) {
      this.#tell();
    }
  }

  format(format: PictureFormat): void {
    this.#waitsForKey = true;
    const { codec, width, height } = format;
    this.#around.say({ type: 'format', channel: this.place.channel, codec, width, height });
  }

  stopped(cause: string): void {
    const wasShown = this.#reason.state === 'live';
    this.#waitsForKey = true;
    this.#change(reasonOfCause(cause));
    if (wasShown && isWithheld(cause)) {
      this.#around.withheld(this.isBehind());
    }
  }

  picture(picture: RelayedPicture): void {
    const lease = this.#lease;
    if (lease === null) {
      return;
    }
    // LIV-20: the lease ends by itself, even when nobody could decide again.
    if (this.#around.nowMs() >= lease.untilMs) {
      this.#around.leaseEnded(this);
      return;
    }
    if (this.#mustDrop(picture)) {
      return;
    }
    if (this.#reason.state !== 'live') {
      this.#change(liveReason);
    }
    this.#sayDrops();
    this.#sequence += 1;
    this.#window.sent(this.#sequence, this.#around.monotonicMs());
    this.#around.write(
      {
        kind: 'live',
        key: picture.key,
        channel: this.place.channel,
        sequence: this.#sequence,
        cameraMs: picture.cameraMs,
        serverMs: picture.serverMs,
        mediaUs: picture.mediaUs,
        lease: lease.number,
      },
      picture.annexB,
    );
  }

  #mustDrop(picture: RelayedPicture): boolean {
    const isSlow = this.#window.isOver(this.#around.monotonicMs()) || this.#around.isClogged();
    if (!isSlow && (picture.key || !this.#waitsForKey)) {
      this.#waitsForKey = false;
      return false;
    }
    // Before the first picture of a format nothing was lost: the viewer only waits for a key.
    if (isSlow || this.#unsaidDrops > 0) {
      this.#unsaidDrops += 1;
      this.#around.dropped(1);
    }
    this.#waitsForKey = true;
    return true;
  }

  #sayDrops(): void {
    if (this.#unsaidDrops > 0) {
      const { channel } = this.place;
      this.#around.say({ type: 'dropped', channel, pictures: this.#unsaidDrops });
      this.#unsaidDrops = 0;
    }
  }

  #change(reason: TileReason): void {
    if (reason.state !== this.#reason.state) {
      this.#sinceMs = this.#around.nowMs();
    }
    this.#reason = reason;
    this.#tell();
  }

  #tell(): void {
    const { channel, cameraId } = this.place;
    const message: ServerMessage = {
      type: 'state',
      channel,
      ...this.#reason,
      sinceMs: this.#sinceMs,
      ...this.#around.facts(cameraId),
    };
    const text = JSON.stringify(message);
    if (text !== this.#told) {
      this.#told = text;
      this.#around.say(message);
    }
  }
}
