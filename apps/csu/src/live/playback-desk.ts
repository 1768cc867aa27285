/**
 * Recordings for one viewer, pulled one GOP at a time over the live socket. Each request is decided
 * again by the office (LIV-28), at most four are in flight, and one counts as in flight until the
 * operating system has taken its last byte, so a viewer that stops reading can hold four GOPs at
 * most. A viewer that can't decode what was recorded asks for a copy to show (LIV-30). When a right
 * ends, the channel is cut like a live one.
 */

import { Failure, messageOf } from '@beffroi/kernel';
import type { GopRecoder } from '@beffroi/mask-engine';
import type { Actor, GopChoice, Office, RecordingReader, StoredGop } from '@beffroi/office';
import type { Refusal } from '@beffroi/town';
import type { ClientMessage, PictureHeader, ServerMessage } from '@beffroi/wire';
import type { Log } from '../observe/log.ts';
import { asRecorded, recodedForDisplay, type SentGop } from './sent-gop.ts';

export const gopsInFlightMax = 4;
const picturesMax = 4000;

export type GopMessage = Extract<ClientMessage, { type: 'gop' }>;

export interface PlaybackDeskParts {
  readonly playback: Office['playback'];
  readonly reader: RecordingReader;
  readonly recoder: GopRecoder;
  readonly log: Log;
  actor(): Actor;
  say(message: ServerMessage): void;
  write(header: PictureHeader, annexB: Uint8Array, flushed?: () => void): void;
  /** The right to a channel ended; `isBehind` when bytes of it still wait in our buffers. */
  cut(channel: number, refusal: Refusal, isBehind: boolean): void;
}

const tooMany: Refusal = {
  rule: 'LIV-28',
  code: 'too-many-requests',
  words: {
    fr: 'Trop de demandes d’images à la fois.',
    en: 'Too many requests for pictures at once.',
  },
};
const unreadable: Refusal = {
  rule: 'LIV-28',
  code: 'recording-unreadable',
  words: {
    fr: 'Cet enregistrement ne peut pas être lu. Le technicien trouvera la cause dans le journal du serveur.',
    en: 'This recording can’t be read. The technician will find the cause in the log of the server.',
  },
};

const recodersBusy: Refusal = {
  rule: 'LIV-30',
  code: 'recoders-busy',
  words: {
    fr: 'Le serveur recode déjà autant d’enregistrements qu’il peut. Nouvel essai dans un instant.',
    en: 'The server recodes as many recordings as it can already. It will be tried again shortly.',
  },
};

/** LNK-12, LNK-13: what another machine holds and can't be had now; by the code of the failure. */
const elsewhere: ReadonlyMap<string, Refusal> = new Map([
  [
    'recorder-away',
    {
      rule: 'LNK-12',
      code: 'recorder-away',
      words: {
        fr: 'L’enregistreur qui conserve ces images est absent : elles se liront à son retour.',
        en: 'The recorder that holds these pictures is away: they can be played when it is back.',
      },
    },
  ],
  ...['recorder-busy', 'recorder-timeout'].map((code): [string, Refusal] => [
    code,
    {
      rule: 'LNK-13',
      code,
      words: {
        fr: 'L’enregistreur qui conserve ces images ne suit pas. Recommencez dans un instant.',
        en: 'The recorder that holds these pictures doesn’t keep up. Try again in a moment.',
      },
    },
  ]),
]);

export class PlaybackDesk {
  readonly #parts: PlaybackDeskParts;
  readonly #lastAsked = new Map<number, GopMessage>();
  /** Requests that are being read, and why they may no longer be answered. */
  readonly #reading = new Map<GopMessage, Refusal | null>();
  #inFlight = 0;

  constructor(parts: PlaybackDeskParts) {
    this.#parts = parts;
  }

  get inFlightCount(): number {
    return this.#inFlight;
  }

  async ask(message: GopMessage): Promise<void> {
    if (this.#inFlight >= gopsInFlightMax) {
      this.#refuse(message, tooMany);
      return;
    }
    this.#inFlight += 1;
    const done = (): void => {
      this.#inFlight -= 1;
    };
    this.#lastAsked.set(message.channel, message);
    this.#reading.set(message, null);
    try {
      const found = await this.#find(message);
      const over = this.#reading.get(message) ?? null;
      if (this.#lastAsked.get(message.channel) === undefined) {
        done(); // Closed or cut meanwhile: nothing leaves any more.
      } else if (over !== null) {
        done();
        this.#refuse(message, over);
      } else if ('refusal' in found) {
        done();
        this.#refuse(message, found.refusal);
      } else {
        this.#send(message, found.gop, done);
      }
    } catch (thrown) {
      done();
      this.#parts.log.error(
        { camera: message.cameraId, why: messageOf(thrown) },
        'a recording could not be read',
      );
      const code = thrown instanceof Failure ? thrown.code : '';
      this.#refuse(message, elsewhere.get(code) ?? unreadable);
    } finally {
      this.#reading.delete(message);
    }
  }

  close(channel: number): void {
    this.#lastAsked.delete(channel);
  }

  /** Decides every playing channel and all that is being read again; called when rights may have changed. */
  async recheck(): Promise<void> {
    for (const asked of new Set([...this.#reading.keys(), ...this.#lastAsked.values()])) {
      const file = await this.#fileFor(asked, 'containing');
      if (!file.ok) {
        this.#over(asked, file.error);
      }
    }
  }

  /** A channel is cut by what it asked last; what it asked before is answered with a no. */
  #over(asked: GopMessage, why: Refusal): void {
    const { channel } = asked;
    if (this.#reading.has(asked)) {
      this.#reading.set(asked, why);
    }
    if (this.#lastAsked.get(channel) === asked) {
      this.#lastAsked.delete(channel);
      this.#parts.cut(channel, why, this.#inFlight > 0);
    }
  }

  /** What the office allows, in the form that the viewer asked for. */
  async #find(
    message: GopMessage,
  ): Promise<{ readonly refusal: Refusal } | { readonly gop: SentGop | null }> {
    const found = await this.#stored(message);
    if ('refusal' in found || found.gop === null) {
      return 'refusal' in found ? found : { gop: null };
    }
    if (message.recode !== true) {
      return { gop: asRecorded(found.gop) };
    }
    const recoded = await this.#parts.recoder.recode(found.gop);
    return recoded === 'busy'
      ? { refusal: recodersBusy }
      : { gop: recodedForDisplay(found.gop, recoded) };
  }

  async #stored(
    message: GopMessage,
  ): Promise<{ readonly refusal: Refusal } | { readonly gop: StoredGop | null }> {
    const { atMs, choice, keyOnly } = message;
    const here = await this.#fileFor(message, 'containing');
    if (!here.ok) {
      return { refusal: here.error };
    }
    const { reader } = this.#parts;
    const gop = here.value === null ? null : await reader.gop(here.value, atMs, choice, keyOnly);
    if (gop !== null || choice === 'containing') {
      return { gop };
    }
    // The file at hand has no further GOP in that direction, or there is none: its neighbour.
    const beside = await this.#fileFor(message, choice);
    if (!beside.ok) {
      return { refusal: beside.error };
    }
    return {
      gop: beside.value === null ? null : await reader.gop(beside.value, atMs, choice, keyOnly),
    };
  }

  /** LIV-28: the office decides for every file, every time. */
  #fileFor(
    { viewingId, cameraId, atMs }: GopMessage,
    choice: GopChoice,
  ): ReturnType<Office['playback']['fileFor']> {
    const actor = this.#parts.actor();
    return this.#parts.playback.fileFor(actor, viewingId, cameraId, atMs, choice);
  }

  #refuse(message: GopMessage, { rule, words }: Refusal): void {
    const { channel, request } = message;
    this.#parts.say({ type: 'gop', channel, request, gop: null, refusal: { rule, words } });
  }

  #send(message: GopMessage, gop: SentGop | null, done: () => void): void {
    const { channel, request } = message;
    if (gop === null || gop.pictures.length === 0) {
      done();
      this.#parts.say({ type: 'gop', channel, request, gop: null, refusal: null });
      return;
    }
    const pictures = gop.pictures.slice(0, picturesMax);
    this.#parts.say({
      type: 'gop',
      channel,
      request,
      gop: {
        ...gop.head,
        pictures: pictures.length,
        timesMs: pictures.map(({ atMs }) => atMs),
      },
      refusal: null,
    });
    pictures.forEach((picture, index) => {
      this.#parts.write(
        {
          kind: 'playback',
          key: picture.key,
          channel,
          sequence: request,
          cameraMs: picture.cameraMs ?? Number.NaN,
          serverMs: picture.atMs,
          mediaUs: Math.round(picture.atMs * 1000),
          lease: 0,
        },
        picture.annexB(),
        index === pictures.length - 1 ? done : undefined,
      );
    });
  }
}
