/**
 * One browser (or other client) on the live socket: its tiles, its playback, its session. It asks the
 * office before anything is shown, again every half minute, and at once when rights may have changed
 * (LIV-21). A viewer that is behind when it is cut is reset at TCP level, because what lies in the
 * kernels' buffers is video that could still be read (LIV-22).
 */

import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { instantFromMs, messageOf, msFromInstant, parseInstant } from '@beffroi/kernel';
import type { GopRecoder } from '@beffroi/mask-engine';
import type { Actor, Clock, LiveStates, Office, RecordingReader } from '@beffroi/office';
import { emergencyRule, type Refusal, refusal } from '@beffroi/town';
import type { ClientMessage, PictureHeader, ServerMessage } from '@beffroi/wire';
import type { WebSocket } from 'ws';
import type { Log } from '../observe/log.ts';
import type { Audience } from './audience.ts';
import { readClientMessage } from './client-message.ts';
import type { Feeds } from './feeds.ts';
import { writePicture } from './frame-writer.ts';
import { PlaybackDesk } from './playback-desk.ts';
import { Tile, type TileMask } from './tile.ts';
import { leaseOver } from './tile-words.ts';

export const leaseMsMax = 60_000;
export const renewEveryMs = 30_000;
const tilesMax = 64;
const cutAnswerMs = 200;
const cloggedBytes = 8 * 1024 * 1024;
const unknownMessagesMax = 20;
/** Messages that wait for a viewer to read; pictures have limits of their own (LIV-23, LIV-28). */
const unreadMax = 2000;

export interface ViewerParts {
  readonly socket: WebSocket;
  /** What the WebSocket writes to, for corking. */
  readonly stream: Duplex;
  /** The TCP socket under it, for the reset. */
  readonly tcp: Socket;
  readonly actor: Actor;
  readonly token: string;
  readonly office: Office;
  readonly reader: RecordingReader;
  readonly recoder: GopRecoder;
  readonly liveStates: LiveStates;
  readonly feeds: Feeds;
  readonly audience: Audience;
  readonly clock: Clock;
  readonly log: Log;
  dropped(pictures: number): void;
  cut(isReset: boolean): void;
}

export class Viewer {
  readonly #parts: ViewerParts;
  readonly #tiles = new Map<number, Tile>();
  readonly #seats = new Map<Tile, { readonly isEmergency: boolean; readonly leave: () => void }>();
  readonly #masks = new Map<string, TileMask>();
  readonly #playback: PlaybackDesk;
  #actor: Actor;
  #lastLease = 0;
  #unknownMessages = 0;
  #unread = 0;
  #checking = false;
  #checkAgain = false;
  #answered = true;
  #isReset = false;
  #closed = false;
  #cancelRenewal: () => void = () => undefined;
  #cancelCutLimit: () => void = () => undefined;

  constructor(parts: ViewerParts) {
    this.#parts = parts;
    this.#actor = parts.actor;
    this.#playback = new PlaybackDesk({
      playback: parts.office.playback,
      reader: parts.reader,
      recoder: parts.recoder,
      log: parts.log,
      actor: () => this.#actor,
      say: (message) => this.#say(message),
      write: (header, annexB, flushed) => this.#write(header, annexB, flushed),
      cut: (channel, why, isBehind) => {
        this.#say({ type: 'cut', channel, rule: why.rule, words: why.words });
        this.#afterCut(isBehind);
      },
    });
    const { socket } = parts;
    socket.on('message', (data, isBinary) => this.#received(String(data), isBinary));
    socket.on('pong', () => this.#heard());
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#ended());
    this.#say({ type: 'hello', serverMs: parts.clock.nowMs(), version: 1 });
    this.#renewLater();
  }

  get personId(): string {
    return this.#actor.person.id;
  }

  get tileCount(): number {
    return this.#tiles.size;
  }

  changed(what: readonly string[]): void {
    this.#say({ type: 'changed', what });
    this.refresh();
  }

  /** Recording or masking of a camera may have changed: tiles say so. */
  refresh(): void {
    for (const tile of this.#tiles.values()) {
      tile.refresh();
    }
  }

  /** Decides session, tiles and playback again; calls made meanwhile join one more round. */
  recheck(): void {
    if (this.#checking) {
      this.#checkAgain = true;
      return;
    }
    this.#checking = true;
    this.#recheckAll()
      .catch((thrown: unknown) => {
        // The leases run out by themselves: what can't be decided ends within the minute.
        this.#parts.log.error({ why: messageOf(thrown) }, 'rights could not be decided again');
      })
      .finally(() => {
        this.#checking = false;
        if (this.#checkAgain && !this.#closed) {
          this.#checkAgain = false;
          this.recheck();
        }
      });
  }

  close(code: number, reason: string): void {
    this.#parts.socket.close(code, reason);
  }

  #received(text: string, isBinary: boolean): void {
    const { socket } = this.#parts;
    if (socket.readyState !== socket.OPEN) {
      return; // We have said goodbye; what still comes is heard no more.
    }
    const message = isBinary ? undefined : readClientMessage(text);
    switch (message?.type) {
      case undefined:
        this.#unknown();
        break;
      case 'ack':
        for (const [channel, sequence] of message.acks) {
          this.#tiles.get(channel)?.acknowledged(sequence);
        }
        break;
      case 'open':
        this.#open(message);
        break;
      case 'close':
        this.#drop(message.channel);
        this.#playback.close(message.channel);
        break;
      case 'gop':
        this.#watched(this.#playback.ask(message));
        break;
    }
  }

  #open(message: Extract<ClientMessage, { type: 'open' }>): void {
    const { channel, cameraId, stream } = message;
    if (this.#tiles.has(channel) || this.#tiles.size >= tilesMax) {
      this.#error('channel-unavailable', {
        fr: `Le canal ${channel} est pris, ou ${tilesMax} images sont déjà ouvertes.`,
        en: `Channel ${channel} is taken, or ${tilesMax} pictures are open already.`,
      });
      return;
    }
    const { clock, feeds, liveStates } = this.#parts;
    const tile = new Tile(
      { channel, cameraId, stream },
      {
        feeds,
        nowMs: () => clock.nowMs(),
        monotonicMs: () => clock.monotonicMs(),
        say: (said) => this.#say(said),
        write: (header, annexB) => this.#write(header, annexB),
        isClogged: () => this.#parts.socket.bufferedAmount > cloggedBytes,
        facts: (id) => ({
          recording: liveStates.of(id).recording,
          mask: this.#masks.get(id) ?? null,
        }),
        dropped: (pictures) => this.#parts.dropped(pictures),
        leaseEnded: (ended) => this.#cut(ended, leaseOver),
        withheld: (isBehind) => this.#afterCut(isBehind),
      },
    );
    this.#tiles.set(channel, tile);
    this.#watched(this.#decide(tile));
  }

  async #recheckAll(): Promise<void> {
    const actor = await this.#parts.office.sessions.actorOf(this.#parts.token);
    if (actor === null) {
      this.#sessionOver();
      return;
    }
    this.#actor = actor;
    await Promise.all([...this.#tiles.values()].map((tile) => this.#decide(tile)));
    await this.#playback.recheck();
  }

  async #decide(tile: Tile): Promise<void> {
    const { office, clock } = this.#parts;
    const { cameraId, channel } = tile.place;
    const nowMs = clock.nowMs();
    const isLatest = tile.asked();
    const decision = await office.live.decide(this.#actor, cameraId, instantFromMs(nowMs));
    const camera = decision.allowed ? await office.live.camera(cameraId) : null;
    if (this.#tiles.get(channel) !== tile || this.#closed || !isLatest()) {
      return;
    }
    if (!decision.allowed) {
      return tile.isOpen ? this.#cut(tile, decision) : tile.refuse(decision);
    }
    this.#masks.set(cameraId, camera?.mask?.choice.mode ?? null);
    const permitted = parseInstant(decision.until);
    const untilMs = Math.min(
      permitted === undefined ? nowMs : msFromInstant(permitted),
      nowMs + leaseMsMax,
    );
    this.#lastLease += 1;
    tile.allow(this.#lastLease, instantFromMs(untilMs), untilMs);
    this.#joinAudience(tile, decision.rule === emergencyRule);
  }

  /** Takes a seat, or another one where the ground to watch has changed (OPS-20). */
  #joinAudience(tile: Tile, isEmergency: boolean): void {
    const before = this.#seats.get(tile);
    if (before?.isEmergency === isEmergency) {
      return;
    }
    const { channel, cameraId } = tile.place;
    const { id, displayName } = this.#actor.person;
    const leave = this.#parts.audience.join(cameraId, {
      personId: id,
      displayName,
      isEmergency,
      told: (names, emergency) =>
        this.#say({
          ...{ type: 'watchers', channel, names },
          ...(emergency.length === 0 ? {} : { emergency }),
        }),
    });
    this.#seats.set(tile, { isEmergency, leave });
    // Only now: nobody reads for a moment that they left.
    before?.leave();
  }

  #cut(tile: Tile, why: Refusal): void {
    const isBehind = tile.isBehind();
    this.#leave(tile);
    tile.cut(why);
    this.#afterCut(isBehind);
  }

  #drop(channel: number): void {
    const tile = this.#tiles.get(channel);
    if (tile !== undefined) {
      this.#tiles.delete(channel);
      this.#leave(tile);
      tile.stop();
    }
  }

  #leave(tile: Tile): void {
    this.#seats.get(tile)?.leave();
    this.#seats.delete(tile);
  }

  /** LIV-22, MSK-19: a viewer that doesn't take the cut at once loses what is still on its way. */
  #afterCut(isBehind: boolean): void {
    const { socket, clock } = this.#parts;
    if (isBehind || socket.bufferedAmount > 0) {
      this.#reset();
      return;
    }
    this.#parts.cut(false);
    socket.ping();
    this.#cancelCutLimit();
    this.#cancelCutLimit = clock.after(cutAnswerMs, () => this.#reset());
  }

  #sessionOver(): void {
    const why = refusal('not-signed-in');
    for (const tile of [...this.#tiles.values()]) {
      if (tile.isOpen) {
        this.#cut(tile, why);
      }
    }
    const isBehind = this.#playback.inFlightCount > 0;
    this.close(4401, 'session');
    if (isBehind) {
      this.#reset();
    } else {
      this.#cancelCutLimit();
      this.#cancelCutLimit = this.#parts.clock.after(cutAnswerMs, () => this.#reset());
    }
  }

  #reset(): void {
    if (!this.#isReset && !this.#closed) {
      this.#isReset = true;
      this.#parts.cut(true);
      this.#parts.tcp.resetAndDestroy();
      this.#parts.socket.terminate();
    }
  }

  #heard(): void {
    this.#answered = true;
    this.#cancelCutLimit();
  }

  #renewLater(): void {
    this.#cancelRenewal = this.#parts.clock.after(renewEveryMs, () => {
      if (!this.#answered) {
        this.#reset();
        return;
      }
      this.#answered = false;
      this.#parts.socket.ping();
      this.recheck();
      this.#renewLater();
    });
  }

  #ended(): void {
    this.#closed = true;
    this.#cancelRenewal();
    this.#cancelCutLimit();
    for (const channel of [...this.#tiles.keys()]) {
      this.#drop(channel);
    }
  }

  #unknown(): void {
    this.#unknownMessages += 1;
    if (this.#unknownMessages > unknownMessagesMax) {
      this.close(4400, 'contract');
      return;
    }
    this.#error('message-unknown', {
      fr: 'Ce message n’est pas dans le contrat (docs/wire.md).',
      en: 'This message is not in the contract (docs/wire.md).',
    });
  }

  #error(code: string, words: { readonly fr: string; readonly en: string }): void {
    this.#say({ type: 'error', code, words });
  }

  #watched(act: Promise<void>): void {
    act.catch((thrown: unknown) => {
      this.#parts.log.error({ why: messageOf(thrown) }, 'a request on the live socket failed');
      this.#error('failed', {
        fr: 'La demande n’a pas pu être traitée ; réessayez.',
        en: 'The request could not be handled; try again.',
      });
    });
  }

  #say(message: ServerMessage): void {
    const { socket } = this.#parts;
    if (this.#isReset || socket.readyState !== socket.OPEN) {
      return;
    }
    if (this.#unread >= unreadMax) {
      this.#reset();
      return;
    }
    this.#unread += 1;
    socket.send(JSON.stringify(message), () => {
      this.#unread -= 1;
    });
  }

  #write(header: PictureHeader, annexB: Uint8Array, flushed?: () => void): void {
    const { socket, stream } = this.#parts;
    if (this.#isReset || socket.readyState !== socket.OPEN) {
      flushed?.();
      return;
    }
    writePicture(socket, stream, header, annexB, flushed);
  }
}
