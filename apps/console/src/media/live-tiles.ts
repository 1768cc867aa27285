/**
 * All live tiles of the page on the one socket: which tile is on which channel, what is said to the
 * centre when a tile opens, closes or the socket comes back, and the clock beats that acknowledge,
 * report and align. Losing the centre wipes every tile: nothing on a wall may look live that isn't.
 */

import type { ClientMessage, PictureHeader, ServerMessage } from '@beffroi/wire';
import type { ChannelBook } from './channel-book.ts';
import type { FrameLedger } from './frame-ledger.ts';
import { LiveTile } from './live-tile.ts';
import type { ServerClock } from './server-clock.ts';
import type { PageMessage, WorkerMessage } from './worker-messages.ts';

type PageWord<T extends PageMessage['type']> = Extract<PageMessage, { readonly type: T }>;

export interface LiveTilesSurroundings {
  readonly book: ChannelBook;
  readonly clock: ServerClock;
  readonly ledger: FrameLedger;
  send(message: ClientMessage): boolean;
  post(message: WorkerMessage): void;
}

export const ackEveryMs = 40;
const reportEveryMs = 500;
const agesKept = 4096;

export class LiveTiles {
  readonly #around: LiveTilesSurroundings;
  readonly #tiles = new Map<number, LiveTile>();
  readonly #byChannel = new Map<number, LiveTile>();
  readonly #changed = new Set<LiveTile>();
  #alignTimer: ReturnType<typeof setInterval> | undefined;
  #preferSoftware = false;
  #agesMs: number[] = [];
  #received = 0;
  #shown = 0;

  constructor(around: LiveTilesSurroundings) {
    this.#around = around;
    setInterval(() => this.#acknowledge(), ackEveryMs);
    setInterval(() => this.#report([...this.#tiles.values()]), reportEveryMs);
  }

  configure(settings: PageWord<'settings'>): void {
    this.#preferSoftware = settings.preferSoftware;
    clearInterval(this.#alignTimer);
    this.#alignTimer = undefined;
    if (settings.alignHz !== null) {
      this.#alignTimer = setInterval(() => this.#tick(), 1000 / settings.alignHz);
    } else {
      this.#tick();
    }
  }

  attach(word: PageWord<'attach'>): void {
    const tile = new LiveTile({ id: word.tile, ...word }, word.sink, {
      ledger: this.#around.ledger,
      serverNowMs: () => this.#around.clock.at(Date.now()),
      preferSoftware: () => this.#preferSoftware,
      isAligned: () => this.#alignTimer !== undefined,
      wiped: (wiped) => this.#around.post({ type: 'wiped', tile: wiped.id }),
      changed: (changed) => this.#reportSoon(changed),
      shown: (ageMs) => this.#noteShown(ageMs),
    });
    this.#tiles.set(word.tile, tile);
    this.#open(tile);
  }

  takeSink(word: PageWord<'sink'>): void {
    this.#tiles.get(word.tile)?.takeSink(word.sink);
  }

  /** Asks again after a cut or a refusal. */
  reopen(tileId: number): void {
    const tile = this.#tiles.get(tileId);
    if (tile !== undefined) {
      this.#giveBack(tile, true);
      tile.stop('connecting');
      this.#open(tile);
    }
  }

  detach(tileId: number): void {
    const tile = this.#tiles.get(tileId);
    if (tile !== undefined) {
      this.#tiles.delete(tileId);
      this.#changed.delete(tile);
      this.#giveBack(tile, true);
      tile.close();
    }
  }

  connected(): void {
    this.#around.book.forgetAcks();
    for (const tile of this.#tiles.values()) {
      tile.stop('connecting');
      this.#open(tile);
    }
  }

  disconnected(): void {
    for (const tile of this.#tiles.values()) {
      this.#giveBack(tile, false);
      tile.stop('offline');
    }
  }

  /** True when the message was about a live tile. */
  said(message: Extract<ServerMessage, { readonly channel: number }>): boolean {
    const tile = this.#byChannel.get(message.channel);
    if (tile === undefined) {
      return false;
    }
    // After a cut the channel stays: the centre opens the tile again when the right comes back.
    tile.said(message);
    return true;
  }

  picture(header: PictureHeader, annexB: Uint8Array): void {
    this.#received += 1;
    this.#byChannel.get(header.channel)?.picture(header, annexB);
    this.#around.book.settle(header.channel, header.sequence);
  }

  get statistics(): {
    readonly receivedPictures: number;
    readonly shownPictures: number;
    readonly droppedPictures: number;
    readonly agesMs: readonly number[];
  } {
    const tiles = [...this.#tiles.values()];
    return {
      receivedPictures: this.#received,
      shownPictures: this.#shown,
      droppedPictures: tiles.reduce((sum, tile) => sum + tile.status.droppedPictures, 0),
      agesMs: this.#agesMs,
    };
  }

  #open(tile: LiveTile): void {
    tile.channel ??= this.#around.book.take();
    if (tile.channel === undefined) {
      tile.stop('too-many');
      return;
    }
    this.#byChannel.set(tile.channel, tile);
    const { channel, cameraId, stream } = tile;
    // When the centre is away, `connected` opens every tile again.
    if (!this.#around.send({ type: 'open', channel, cameraId, stream })) {
      this.#giveBack(tile, false);
      tile.stop('offline');
    }
  }

  #giveBack(tile: LiveTile, tell: boolean): void {
    const channel = tile.channel;
    if (channel !== undefined) {
      tile.channel = undefined;
      this.#byChannel.delete(channel);
      this.#around.book.release(channel);
      if (tell) {
        this.#around.send({ type: 'close', channel });
      }
    }
  }

  #acknowledge(): void {
    const acks = this.#around.book.drainAcks();
    if (acks.length > 0) {
      this.#around.send({ type: 'ack', acks });
    }
  }

  #tick(): void {
    for (const tile of this.#tiles.values()) {
      tile.tick();
    }
  }

  #noteShown(ageMs: number): void {
    this.#shown += 1;
    this.#agesMs.push(ageMs);
    if (this.#agesMs.length >= agesKept * 2) {
      this.#agesMs = this.#agesMs.slice(-agesKept);
    }
  }

  /** Several changes of one moment are one report. */
  #reportSoon(tile: LiveTile): void {
    if (this.#changed.size === 0) {
      queueMicrotask(() => {
        const changed = [...this.#changed];
        this.#changed.clear();
        this.#report(changed);
      });
    }
    this.#changed.add(tile);
  }

  #report(tiles: readonly LiveTile[]): void {
    if (tiles.length > 0) {
      this.#around.post({
        type: 'tiles',
        statuses: tiles.map((tile) => [tile.id, tile.status] as const),
      });
    }
  }
}
