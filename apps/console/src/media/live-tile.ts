/**
 * One live picture on the wall: its channel, its decoder, its surface and what is known about it.
 * Anything but `live` wipes the surface at once (a frozen picture that looks live is worse than
 * none) and says why. A late tile drops to the next key frame and counts it (`lag-policy.ts`).
 */

import type { PictureHeader, ServerMessage } from '@beffroi/wire';
import type { FrameLedger } from './frame-ledger.ts';
import { LagPolicy } from './lag-policy.ts';
import { openSink, type PictureSink } from './picture-sink.ts';
import { capturedAtMs } from './server-clock.ts';
import { connectingStatus, type TileCondition, type TileStatus } from './tile-status.ts';
import type { SinkOffer } from './worker-messages.ts';

type ServerWord<T extends ServerMessage['type']> = Extract<ServerMessage, { readonly type: T }>;

/** What a tile needs from the room around it. */
export interface TileSurroundings {
  readonly ledger: FrameLedger;
  /** The centre's time, ms since the epoch. */
  serverNowMs(): number;
  preferSoftware(): boolean;
  /** True while the tile waits for the wall tick to show its newest picture. */
  isAligned(): boolean;
  /** The surface was wiped; the page takes it off the screen and offers another. */
  wiped(tile: LiveTile): void;
  changed(tile: LiveTile): void;
  shown(ageMs: number): void;
}

const decoderErrorsMax = 5;
const fpsWindowMs = 2_000;

export class LiveTile {
  readonly id: number;
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
  channel: number | undefined;
  readonly #around: TileSurroundings;
  readonly #lag = new LagPolicy();
  #sink: PictureSink | undefined;
  #decoder: VideoDecoder | undefined;
  #config: VideoDecoderConfig | undefined;
  #decoderErrors = 0;
  #nextTimestampUs = 0;
  readonly #capturedMs = new Map<number, number>();
  #pending: VideoFrame | undefined;
  #shownAtMs: number[] = [];
  #pictureAtMs: number | null = null;
  #droppedByServer = 0;
  #droppedHere = 0;
  #status: TileStatus;

  constructor(
    place: { readonly id: number; readonly cameraId: string; readonly stream: 'main' | 'sub' },
    offer: SinkOffer,
    around: TileSurroundings,
  ) {
    this.id = place.id;
    this.cameraId = place.cameraId;
    this.stream = place.stream;
    this.#around = around;
    this.#sink = openSink(offer, around.ledger);
    this.#status = connectingStatus(Date.now());
  }

  /** The tile as it is now, with its age. */
  get status(): TileStatus {
    const nowMs = performance.now();
    this.#shownAtMs = this.#shownAtMs.filter((atMs) => nowMs - atMs < fpsWindowMs);
    return {
      ...this.#status,
      ageMs:
        this.#pictureAtMs === null
          ? null
          : Math.max(0, this.#around.serverNowMs() - this.#pictureAtMs),
      pictureAtMs: this.#pictureAtMs,
      fps: (this.#shownAtMs.length * 1000) / fpsWindowMs,
      droppedPictures: this.#droppedByServer + this.#droppedHere + this.#lag.droppedPictures,
    };
  }

  takeSink(offer: SinkOffer): void {
    this.#sink?.close();
    this.#sink = openSink(offer, this.#around.ledger);
  }

  said(message: ServerMessage): void {
    switch (message.type) {
      case 'format':
        this.#takeFormat(message);
        break;
      case 'state':
        this.#takeState(message);
        break;
      case 'cut':
        this.stop('cut', message);
        break;
      case 'watchers':
        this.#change({ watchers: message.names, emergencyWatchers: message.emergency ?? [] });
        break;
      case 'dropped':
        this.#droppedByServer += message.pictures;
        break;
      default:
        break;
    }
  }

  /** Hands a picture to the decoder, or drops it knowingly. */
  picture(header: PictureHeader, annexB: Uint8Array): void {
    const ageMs = this.#around.serverNowMs() - header.serverMs;
    const decoder = this.#decoder;
    if (decoder?.state !== 'configured') {
      this.#droppedHere += 1;
      return;
    }
    if (this.#lag.judge(header.key, ageMs, decoder.decodeQueueSize) === 'drop') {
      return;
    }
    const timestamp = this.#nextTimestampUs;
    this.#nextTimestampUs += 1000;
    this.#capturedMs.set(timestamp, capturedAtMs(header.cameraMs, header.serverMs));
    decoder.decode(
      new EncodedVideoChunk({ type: header.key ? 'key' : 'delta', timestamp, data: annexB }),
    );
  }

  /** Shows the newest picture that waits for the wall tick. */
  tick(): void {
    const frame = this.#pending;
    this.#pending = undefined;
    if (frame !== undefined) {
      this.#show(frame);
    }
  }

  /** No picture from now on: wipes at once and says why. */
  stop(
    state: TileCondition,
    why?: { readonly words: TileStatus['words']; readonly rule?: string },
  ): void {
    this.#closeDecoder();
    this.#wipe();
    this.#change({
      state,
      sinceMs: Date.now(),
      words: why?.words ?? null,
      rule: why?.rule ?? null,
      watchers: [],
      emergencyWatchers: [],
    });
  }

  close(): void {
    this.#closeDecoder();
    this.#sink?.close();
    this.#sink = undefined;
  }

  #takeFormat(format: ServerWord<'format'>): void {
    this.#closeDecoder();
    this.#config = { codec: format.codec, optimizeForLatency: true };
    this.#decoderErrors = 0;
    this.#openDecoder();
    this.#change({ codec: format.codec, width: format.width, height: format.height });
  }

  #takeState(word: ServerWord<'state'>): void {
    const { words, recording, mask } = word;
    if (word.state !== 'live') {
      // What is in the decoder comes out after the wipe: it is of before, and no longer known.
      this.#capturedMs.clear();
      this.#wipe();
      this.#lag.restart();
    }
    this.#change({
      state: word.state,
      sinceMs: Date.now(),
      words,
      recording,
      mask,
      rule: null,
    });
  }

  #openDecoder(): void {
    const decoder = new VideoDecoder({
      output: (frame) => this.#decoded(frame, decoder),
      error: (error) => this.#decoderFailed(error, decoder),
    });
    decoder.configure({
      ...this.#config!,
      ...(this.#around.preferSoftware() ? { hardwareAcceleration: 'prefer-software' } : {}),
    });
    this.#decoder = decoder;
    this.#lag.restart();
  }

  #decoderFailed(error: DOMException, decoder: VideoDecoder): void {
    if (decoder !== this.#decoder) {
      return;
    }
    this.#closeDecoder();
    this.#decoderErrors += 1;
    if (error.name === 'NotSupportedError' || this.#decoderErrors > decoderErrorsMax) {
      this.stop('undecodable');
    } else {
      this.#openDecoder();
    }
  }

  #decoded(frame: VideoFrame, decoder: VideoDecoder): void {
    this.#around.ledger.opened();
    const capturedMs = this.#capturedMs.get(frame.timestamp);
    this.#capturedMs.delete(frame.timestamp);
    if (decoder !== this.#decoder || capturedMs === undefined) {
      this.#around.ledger.close(frame);
      return;
    }
    // A burst is run through, not shown: the first picture at once, then the present.
    const isPassedBy = this.#lag.isCatchingUp && decoder.decodeQueueSize > 2;
    if (isPassedBy && this.#pictureAtMs !== null) {
      this.#around.ledger.close(frame);
      this.#droppedHere += 1;
      return;
    }
    this.#pictureAtMs = capturedMs;
    if (this.#around.isAligned() && this.stream === 'sub') {
      this.#dropPending();
      this.#pending = frame;
    } else {
      this.#show(frame);
    }
  }

  #show(frame: VideoFrame): void {
    const wasLive = this.#shownAtMs.length > 0;
    if (this.#sink === undefined) {
      this.#around.ledger.close(frame);
      this.#droppedHere += 1;
      return;
    }
    if (!this.#sink.show(frame)) {
      this.#droppedHere += 1;
      return;
    }
    this.#shownAtMs.push(performance.now());
    this.#around.shown(this.#around.serverNowMs() - (this.#pictureAtMs ?? 0));
    if (!wasLive) {
      this.#around.changed(this);
    }
  }

  #wipe(): void {
    this.#dropPending();
    if (this.#pictureAtMs === null) {
      return;
    }
    this.#pictureAtMs = null;
    this.#shownAtMs = [];
    this.#sink?.wipe();
    this.#around.wiped(this);
  }

  #dropPending(): void {
    if (this.#pending !== undefined) {
      this.#around.ledger.close(this.#pending);
      this.#pending = undefined;
      this.#droppedHere += 1;
    }
  }

  #closeDecoder(): void {
    const decoder = this.#decoder;
    this.#decoder = undefined;
    this.#dropPending();
    this.#capturedMs.clear();
    if (decoder !== undefined && decoder.state !== 'closed') {
      decoder.close();
    }
  }

  #change(changes: Partial<TileStatus>): void {
    this.#status = { ...this.#status, ...changes };
    this.#around.changed(this);
  }
}
