/**
 * The recorders of the centre: takes their calls on `/link`, lets in only those that prove
 * themselves (SEC-45), keeps their configuration current, and gives pictures to whoever subscribes,
 * from whichever recorder holds the camera now. One link a recorder: a second call replaces the
 * first, because the first is then a dead socket.
 */

import type { Duplex } from 'node:stream';
import { messageOf, toHex } from '@beffroi/kernel';
import type { Chance, Clock, Office } from '@beffroi/office';
import {
  type HandshakeMessage,
  type ProbeBody,
  type ProbeReport,
  veilVersion,
} from '@beffroi/wire';
import type { RawData, WebSocket } from 'ws';
import type { Log } from '../observe/log.ts';
import { AlarmWatch } from './alarm-watch.ts';
import { FactIntake } from './fact-intake.ts';
import { readHandshake } from './link-message.ts';
import { linkProof } from './link-proof.ts';
import type { PictureSink, PictureSource } from './picture-source.ts';
import type { RecorderBoard } from './recorder-board.ts';
import { recorderAway } from './recorder-failures.ts';
import { RecorderPeer, type Still } from './recorder-peer.ts';
import { SilenceWatch } from './silence-watch.ts';

const handshakeMsMax = 5000;
/** Of a caller that has proved nothing: a handshake, and what a recorder sends along with its proof. */
const strangerBytesMax = 128 * 1024;
/** Day keys and authorisations follow the calendar even when nobody changes anything. */
const configurationEveryMs = 10 * 60_000;
/** Pages fetch again at most this often because of what recorders report. */
const tellEveryMs = 2000;

export interface RecorderLinksParts {
  readonly office: Office;
  readonly board: RecorderBoard;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** Something a page shows has changed. */
  changed(what: readonly string[]): void;
}

interface Wish {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
  readonly sink: PictureSink;
  peer: RecorderPeer | null;
  leave: () => void;
}

export class RecorderLinks implements PictureSource {
  readonly #parts: RecorderLinksParts;
  readonly #alarms: AlarmWatch;
  readonly #peers = new Map<string, { readonly peer: RecorderPeer; readonly socket: WebSocket }>();
  readonly #wishes = new Set<Wish>();
  #configuring = false;
  #configureAgain = false;
  #cancelRefresh: () => void;
  #toldMs = Number.NEGATIVE_INFINITY;
  #cancelTell: (() => void) | null = null;

  constructor(parts: RecorderLinksParts) {
    this.#parts = parts;
    this.#alarms = new AlarmWatch(parts.office.recorders, parts.clock, parts.log);
    this.#cancelRefresh = parts.clock.after(configurationEveryMs, () => this.#refresh());
  }

  get connectedCount(): number {
    return this.#peers.size;
  }

  subscribe(cameraId: string, stream: 'main' | 'sub', sink: PictureSink): () => void {
    const wish: Wish = { cameraId, stream, sink, peer: null, leave: () => undefined };
    this.#wishes.add(wish);
    this.#place(wish);
    if (wish.peer === null) {
      sink.stopped('recorder-away');
    }
    return () => {
      this.#wishes.delete(wish);
      wish.leave();
    };
  }

  /** Throws Failure `recorder-away`, `recorder-busy` or `recorder-timeout`. */
  async probe(probe: ProbeBody): Promise<ProbeReport> {
    const [first] = this.#peers.values();
    if (first === undefined) {
      throw recorderAway();
    }
    return await first.peer.probe(probe);
  }

  /** Without a picture when its masks are no longer those in force (MSK-19). Throws as `probe` does. */
  async still(cameraId: string): Promise<Still> {
    const peer = this.#peerOf(cameraId);
    if (peer === null) {
      throw recorderAway();
    }
    const still = await peer.still(cameraId);
    const inForce = this.#parts.office.live.maskInForce(cameraId);
    const isInForce = still.maskVersion === inForce || still.maskVersion === veilVersion;
    return isInForce ? still : { ...still, png: null };
  }

  /** Sends each recorder what the office wants of it now; calls made meanwhile join the next round. */
  configure(): void {
    if (this.#configuring) {
      this.#configureAgain = true;
      return;
    }
    this.#configuring = true;
    this.#configureAll().then(
      () => this.#configured(),
      (thrown: unknown) => {
        this.#parts.log.error(
          { why: messageOf(thrown) },
          'the configuration of the recorders could not be read; they go on with the last one',
        );
        this.#configured();
      },
    );
  }

  /** A new socket on `/link`, and the stream under it. */
  accept(socket: WebSocket, stream: Duplex): void {
    const own = toHex(this.#parts.chance.bytes(32));
    const cancelLimit = this.#parts.clock.after(handshakeMsMax, () => socket.terminate());
    let theirs: { readonly recorderId: string; readonly nonce: string; secret: string } | undefined;
    let asked = false;
    let strangerBytes = 0;
    // A message is kept until it ends: how long one may be is known of recorders alone.
    const count = (bytes: Uint8Array): void => {
      strangerBytes += bytes.length;
      if (strangerBytes > strangerBytesMax) {
        socket.terminate();
      }
    };
    const refuse = (reason: string): void => {
      // Heard no more, and gone within the five seconds though it may not answer.
      socket.off('message', listen);
      this.#parts.log.warn({ reason }, 'a recorder was refused');
      socket.close(4401, reason);
    };
    const listen = (data: RawData, isBinary: boolean): void => {
      const step = isBinary ? undefined : readHandshake(asText(data));
      if (step?.type === 'hello' && !asked) {
        asked = true;
        this.#challenge(socket, own, step).then(
          (secret) => {
            theirs = secret === null ? undefined : { ...step, secret };
            if (secret === null) {
              refuse('unknown-recorder');
            }
          },
          (thrown: unknown) => refuse(messageOf(thrown).slice(0, 60)),
        );
        return;
      }
      if (
        step?.type !== 'proof' ||
        theirs === undefined ||
        !linkProof.isGood(step.proof, theirs.secret, 'recorder', theirs.nonce, own)
      ) {
        refuse('bad-proof');
        return;
      }
      cancelLimit();
      stream.off('data', count);
      socket.off('message', listen);
      this.#welcome(theirs.recorderId, socket);
    };
    stream.on('data', count);
    socket.on('message', listen);
    socket.on('error', (error) => this.#parts.log.warn({ why: error.message }, 'recorder link'));
    socket.on('close', cancelLimit);
  }

  close(): void {
    this.#cancelRefresh();
    this.#cancelTell?.();
    this.#alarms.close();
    for (const { socket, peer } of this.#peers.values()) {
      peer.ended();
      socket.terminate();
    }
    this.#peers.clear();
  }

  /** The secret to check the answer with; an unknown recorder is told nothing. */
  async #challenge(
    socket: WebSocket,
    own: string,
    hello: Extract<HandshakeMessage, { type: 'hello' }>,
  ): Promise<string | null> {
    const secret = await this.#parts.office.recorders.secretOf(hello.recorderId);
    if (secret !== null) {
      const proof = linkProof.of(secret, 'centre', own, hello.nonce);
      const challenge: HandshakeMessage = { type: 'challenge', nonce: own, proof };
      socket.send(JSON.stringify(challenge));
    }
    return secret;
  }

  #welcome(recorderId: string, socket: WebSocket): void {
    const { board, clock, log, office } = this.#parts;
    const older = this.#peers.get(recorderId);
    const intake = new FactIntake({
      recorderId,
      recorders: office.recorders,
      clock,
      log,
      received: (upTo) => peer.send({ type: 'facts-received', upTo }),
    });
    const peer: RecorderPeer = new RecorderPeer({
      recorderId,
      socket,
      clock,
      log,
      intake,
      statusCame: (status) => {
        if (board.statusCame(recorderId, status)) {
          this.#tellPages();
        }
        this.#alarms.statusCame(recorderId, status);
      },
      alarmsCame: (alarms) => office.recorders.keepAlarms(recorderId, alarms),
    });
    this.#peers.set(recorderId, { peer, socket });
    older?.peer.ended();
    older?.socket.terminate();
    this.#listen(peer, socket);
    board.recorderCame(recorderId, peer.folder);
    this.#alarms.recorderCame(recorderId);
    log.info({ recorder: recorderId }, 'recorder connected');
    this.configure();
  }

  #listen(peer: RecorderPeer, socket: WebSocket): void {
    let how: 'gone' | 'silent' = 'gone';
    const silence = new SilenceWatch(this.#parts.clock, () => {
      how = 'silent';
      this.#parts.log.warn({ recorder: peer.recorderId }, 'the recorder says nothing any more');
      socket.terminate();
    });
    socket.on('message', (data, isBinary) => {
      silence.heard();
      if (!peer.received(asBytes(data), isBinary)) {
        this.#parts.log.error({ recorder: peer.recorderId }, 'the recorder broke the contract');
        socket.close(4400, 'contract');
      }
    });
    socket.on('close', () => {
      silence.close();
      this.#left(peer, how);
    });
  }

  #left(peer: RecorderPeer, how: 'gone' | 'silent'): void {
    peer.ended();
    if (this.#peers.get(peer.recorderId)?.peer !== peer) {
      return;
    }
    this.#peers.delete(peer.recorderId);
    this.#parts.board.recorderLeft(peer.recorderId);
    this.#alarms.recorderLeft(peer.recorderId, how);
    this.#parts.log.warn({ recorder: peer.recorderId }, 'recorder gone');
    this.#placeAll();
    this.#parts.changed(['health', 'cameras']);
  }

  /** At once the first time, then one word for all that happened since. */
  #tellPages(): void {
    const { clock } = this.#parts;
    const waitMs = this.#toldMs + tellEveryMs - clock.monotonicMs();
    if (waitMs <= 0) {
      this.#toldMs = clock.monotonicMs();
      this.#parts.changed(['cameras', 'health']);
    } else {
      this.#cancelTell ??= clock.after(waitMs, () => {
        this.#cancelTell = null;
        this.#tellPages();
      });
    }
  }

  async #configureAll(): Promise<void> {
    const { recorders: all } = this.#parts.office;
    this.#alarms.expect((await all.names()).keys());
    for (const { peer } of [...this.#peers.values()]) {
      const { recorders, erasures } = this.#parts.office;
      peer.configure(await recorders.configurationFor(peer.recorderId));
      peer.erase(await erasures.ordersFor(peer.recorderId));
    }
  }

  #configured(): void {
    this.#configuring = false;
    this.#placeAll();
    if (this.#configureAgain) {
      this.#configureAgain = false;
      this.configure();
    }
  }

  #refresh(): void {
    this.#cancelRefresh = this.#parts.clock.after(configurationEveryMs, () => this.#refresh());
    this.configure();
  }

  #placeAll(): void {
    for (const wish of this.#wishes) {
      this.#place(wish);
    }
  }

  /** Moves a subscription to the recorder that holds the camera now. */
  #place(wish: Wish): void {
    const peer = this.#peerOf(wish.cameraId);
    if (peer === wish.peer) {
      return;
    }
    wish.leave();
    wish.leave = () => undefined;
    wish.peer = peer;
    if (peer === null) {
      wish.sink.stopped('recorder-away');
    } else {
      wish.leave = peer.subscribe(wish.cameraId, wish.stream, wish.sink);
    }
  }

  #peerOf(cameraId: string): RecorderPeer | null {
    for (const { peer } of this.#peers.values()) {
      if (peer.holds(cameraId)) {
        return peer;
      }
    }
    return null;
  }
}

function asBytes(data: RawData): Uint8Array {
  if (Array.isArray(data)) {
    return Buffer.concat(data);
  }
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

function asText(data: RawData): string {
  return Buffer.from(asBytes(data)).toString('utf8');
}
