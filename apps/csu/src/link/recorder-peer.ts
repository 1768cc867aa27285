/**
 * One recorder that has proved itself: its configuration goes out, its status, facts and masked
 * pictures come in, and questions (probe, still) have an answer or a time limit. It knows nothing of
 * viewers. A message that doesn't fit closes the link (SEC-45); the recorder dials again.
 */

import { canonicalJson, Failure, type Json, messageOf } from '@beffroi/kernel';
import type { Clock, ErasureOrder, FoundFile, RecordingIdentity } from '@beffroi/office';
import {
  type CentreToRecorder,
  decodePiece,
  type LinkPiece,
  type ProbeBody,
  type ProbeReport,
  type RecorderAlarm,
  type RecorderConfiguration,
  type RecorderStatus,
  type RecorderToCentre,
} from '@beffroi/wire';
import type { WebSocket } from 'ws';
import type { Log } from '../observe/log.ts';
import type { FactIntake } from './fact-intake.ts';
import { readFact } from './fact-schema.ts';
import { readLinkMessage } from './link-message.ts';
import type { PictureSink } from './picture-source.ts';
import { recorderAway, unread } from './recorder-failures.ts';
import { type FolderElsewhere, RecorderFiles } from './recorder-files.ts';
import { readRelayedPicture } from './relayed-picture.ts';

const probeMsMax = 30_000;
const stillMsMax = 10_000;
/** Of one page of a listing, and of the whole of it. */
const filesMsMax = 30_000;
const listingMsMax = 120_000;
/** Of one piece of a recording. */
const pieceMsMax = 8000;
const questionsMax = 32;

export interface Still {
  readonly png: Uint8Array | null;
  readonly atMs: number;
  readonly maskVersion: string | null;
}

type FilesPage = Extract<RecorderToCentre, { type: 'files' }>;
type Identified = Extract<RecorderToCentre, { type: 'file-identity' }>;
type Answer = ProbeReport | Still | FilesPage | Identified | LinkPiece;

interface Question {
  answered(value: Answer): void;
  failed(failure: Failure): void;
  cancelLimit(): void;
}

export interface RecorderPeerParts {
  readonly recorderId: string;
  readonly socket: WebSocket;
  readonly clock: Clock;
  readonly log: Log;
  readonly intake: FactIntake;
  statusCame(status: RecorderStatus): void;
  /** Resolves once the report is in the database. */
  alarmsCame(alarms: readonly RecorderAlarm[]): Promise<void>;
}

export class RecorderPeer {
  readonly recorderId: string;
  readonly #parts: RecorderPeerParts;
  readonly #sinks = new Map<number, PictureSink>();
  readonly #questions = new Map<number, Question>();
  readonly #files = new RecorderFiles((path, position, lengthBytes) =>
    this.#piece(path, position, lengthBytes),
  );
  #cameraIds: ReadonlySet<string> = new Set();
  #configuration = '';
  #lastNumber = 0;
  #lastListing = 0;
  #hasEnded = false;

  constructor(parts: RecorderPeerParts) {
    this.#parts = parts;
    this.recorderId = parts.recorderId;
  }

  holds(cameraId: string): boolean {
    return this.#cameraIds.has(cameraId);
  }

  get cameraIds(): ReadonlySet<string> {
    return this.#cameraIds;
  }

  /** Sends the wish of the centre when it differs from the last one sent. */
  configure(configuration: RecorderConfiguration): void {
    this.#cameraIds = new Set(configuration.cameras.map((camera) => camera.id));
    const text = canonicalJson(configuration as unknown as Json);
    if (text !== this.#configuration) {
      this.#configuration = text;
      this.send({ type: 'configuration', configuration });
    }
  }

  /** Orders what is condemned away; an order that was already given does no harm. */
  erase(orders: readonly ErasureOrder[]): void {
    if (orders.length > 0) {
      this.send({ type: 'erase', orders });
    }
  }

  /** Pictures of one stream until the returned function is called or the link ends. */
  subscribe(cameraId: string, stream: 'main' | 'sub', sink: PictureSink): () => void {
    const subscription = this.#newNumber();
    this.#sinks.set(subscription, sink);
    this.send({ type: 'subscribe', subscription, cameraId, stream });
    return () => {
      if (this.#sinks.delete(subscription)) {
        this.send({ type: 'unsubscribe', subscription });
      }
    };
  }

  /** Throws Failure `recorder-timeout`, `recorder-away` or `recorder-busy`. */
  async probe(probe: ProbeBody): Promise<ProbeReport> {
    const answer = await this.#ask(probeMsMax, (request) => ({ type: 'probe', request, probe }));
    return answer as ProbeReport;
  }

  /** The last masked key picture as PNG; throws as `probe` does. */
  async still(cameraId: string): Promise<Still> {
    const answer = await this.#ask(stillMsMax, (request) => ({ type: 'still', request, cameraId }));
    return answer as Still;
  }

  /**
   * Its folder of recordings, as it lists it (RET-8): a page at a time, within two minutes; and the
   * sealed bytes of each (LNK-12). Throws as `probe` does, an older recorder's silence included.
   */
  get folder(): FolderElsewhere {
    return {
      files: () => this.#list(),
      identityOf: (path) => this.#identityOf(path),
      open: (file) => this.#files.open(file),
    };
  }

  async *#list(): AsyncGenerator<FoundFile> {
    const { clock } = this.#parts;
    const endMs = clock.monotonicMs() + listingMsMax;
    this.#lastListing += 1;
    const listing = this.#lastListing;
    for (let first = true; ; first = false) {
      const page = (await this.#ask(filesMsMax, (request) => ({
        ...{ type: 'list-files', request, listing, first },
      }))) as FilesPage;
      if (page.files === null || clock.monotonicMs() > endMs) {
        throw new Failure(
          'recorder-timeout',
          `the recorder did not list its folder to the end within ${listingMsMax / 1000} s; look at its disk and load`,
        );
      }
      yield* page.files;
      if (page.isLast) {
        return;
      }
    }
  }

  async #identityOf(path: string): Promise<RecordingIdentity | null> {
    const answer = await this.#ask(filesMsMax, (request) => ({
      ...{ type: 'identify-file', request, path },
    }));
    const fact = readFact((answer as Identified).opened);
    return fact?.kind === 'recording-opened' ? fact.recording : null;
  }

  async #piece(path: string, position: number, lengthBytes: number): Promise<LinkPiece> {
    const asked = { type: 'read-file', path, position, lengthBytes } as const;
    return (await this.#ask(pieceMsMax, (request) => ({ ...asked, request }))) as LinkPiece;
  }

  /** False when the recorder said something that isn't in the contract. */
  received(data: Uint8Array, isBinary: boolean): boolean {
    if (isBinary) {
      return this.#receivedBytes(data);
    }
    const message = readLinkMessage(Buffer.from(data).toString('utf8'));
    switch (message?.type) {
      case undefined:
        return false;
      case 'status':
        this.#parts.statusCame(message.status);
        return true;
      case 'format': {
        const { codec, width, height, maskVersion = null } = message;
        this.#sinks.get(message.subscription)?.format({ codec, width, height, maskVersion });
        return true;
      }
      case 'stopped':
        this.#sinks.get(message.subscription)?.stopped(message.cause);
        return true;
      case 'fact':
        return this.#parts.intake.add(message.sequence, message.fact);
      case 'alarms':
        this.#keepAlarms(message.sequence, message.alarms);
        return true;
      case 'probed':
        this.#answer(message.request, message.report);
        return true;
      case 'files':
      case 'file-identity':
        this.#answer(message.request, message);
        return true;
      case 'file-unread':
        this.#questions.get(message.request)?.failed(unread(message.why));
        return true;
      case 'still': {
        const png = message.png === null ? null : Buffer.from(message.png, 'base64');
        this.#answer(message.request, { ...message, png });
        return true;
      }
    }
  }

  /** A picture, or a piece of a recording. */
  #receivedBytes(data: Uint8Array): boolean {
    const piece = decodePiece(data);
    if (piece !== undefined) {
      this.#answer(piece.request, piece);
      return true;
    }
    const read = readRelayedPicture(data);
    if (read !== undefined) {
      this.#sinks.get(read.subscription)?.picture(read.picture);
    }
    return read !== undefined;
  }

  send(message: CentreToRecorder): void {
    if (this.#parts.socket.readyState === this.#parts.socket.OPEN) {
      this.#parts.socket.send(JSON.stringify(message));
    }
  }

  /** The link is gone: facts wait at the recorder, questions fail, viewers are told by the links. */
  ended(): void {
    this.#hasEnded = true;
    this.#parts.intake.close();
    this.#sinks.clear();
    for (const question of [...this.#questions.values()]) {
      question.failed(recorderAway());
    }
  }

  /** Not acknowledged when it couldn't be kept: the recorder reports again. */
  #keepAlarms(sequence: number, alarms: readonly RecorderAlarm[]): void {
    this.#parts.alarmsCame(alarms).then(
      () => this.send({ type: 'alarms-received', sequence }),
      (thrown: unknown) =>
        this.#parts.log.error(
          { recorder: this.recorderId, why: messageOf(thrown) },
          'the alarms of a recorder could not be kept',
        ),
    );
  }

  async #ask(limitMs: number, message: (request: number) => CentreToRecorder): Promise<Answer> {
    if (this.#hasEnded) {
      throw recorderAway();
    }
    if (this.#questions.size >= questionsMax) {
      throw new Failure('recorder-busy', 'the recorder has too many questions open; retry later');
    }
    const request = this.#newNumber();
    return new Promise((resolve, reject) => {
      const forget = (): void => {
        this.#questions.get(request)?.cancelLimit();
        this.#questions.delete(request);
      };
      const failed = (failure: Failure): void => {
        forget();
        reject(failure);
      };
      const answered = (value: Answer): void => {
        forget();
        resolve(value);
      };
      const cancelLimit = this.#parts.clock.after(limitMs, () =>
        failed(
          new Failure(
            'recorder-timeout',
            `the recorder did not answer within ${limitMs / 1000} s; look at its log and load`,
          ),
        ),
      );
      this.#questions.set(request, { answered, failed, cancelLimit });
      this.send(message(request));
    });
  }

  #answer(request: number, value: Answer): void {
    // An answer after its limit has no question any more and is let go.
    this.#questions.get(request)?.answered(value);
  }

  /** Subscriptions travel in 16 bits of the picture header; a number in use is passed over. */
  #newNumber(): number {
    do {
      this.#lastNumber = (this.#lastNumber % 65_535) + 1;
    } while (this.#sinks.has(this.#lastNumber) || this.#questions.has(this.#lastNumber));
    return this.#lastNumber;
  }
}
