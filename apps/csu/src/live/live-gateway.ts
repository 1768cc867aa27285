/**
 * All viewers of this process: takes sockets that HTTP has authenticated, passes on what changed, and
 * counts. The limits keep one person's forgotten windows from using up the centre.
 */

import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { GopRecoder } from '@beffroi/mask-engine';
import type { Actor, Clock, LiveStates, Office, RecordingReader } from '@beffroi/office';
import type { WebSocket } from 'ws';
import type { PictureSource } from '../link/picture-source.ts';
import type { Log } from '../observe/log.ts';
import { Audience } from './audience.ts';
import { Feeds } from './feeds.ts';
import { Viewer } from './viewer.ts';

export const viewersMax = 500;
export const viewersOfPersonMax = 16;

export interface LiveGatewayParts {
  readonly office: Office;
  readonly reader: RecordingReader;
  readonly recoder: GopRecoder;
  readonly liveStates: LiveStates;
  readonly source: PictureSource;
  readonly clock: Clock;
  readonly log: Log;
}

export interface LiveFigures {
  readonly viewers: number;
  readonly tiles: number;
  readonly feeds: number;
  readonly droppedPictures: number;
  readonly cuts: number;
  readonly resets: number;
}

export class LiveGateway {
  readonly #parts: LiveGatewayParts;
  readonly #feeds: Feeds;
  readonly #audience = new Audience();
  readonly #viewers = new Set<Viewer>();
  #droppedPictures = 0;
  #cuts = 0;
  #resets = 0;

  constructor(parts: LiveGatewayParts) {
    this.#parts = parts;
    this.#feeds = new Feeds(parts.source, parts.clock, (cameraId) =>
      parts.office.live.maskInForce(cameraId),
    );
  }

  get figures(): LiveFigures {
    return {
      viewers: this.#viewers.size,
      tiles: [...this.#viewers].reduce((sum, viewer) => sum + viewer.tileCount, 0),
      feeds: this.#feeds.openCount,
      droppedPictures: this.#droppedPictures,
      cuts: this.#cuts,
      resets: this.#resets,
    };
  }

  /** A socket of a signed-in person; the connection was checked for its origin before. */
  accept(
    socket: WebSocket,
    connection: { readonly stream: Duplex; readonly tcp: Socket },
    session: { readonly actor: Actor; readonly token: string },
  ): void {
    const ofPerson = [...this.#viewers].filter(
      (viewer) => viewer.personId === session.actor.person.id,
    );
    if (this.#viewers.size >= viewersMax || ofPerson.length >= viewersOfPersonMax) {
      socket.close(4429, 'too-many');
      return;
    }
    const { office, reader, recoder, liveStates, clock, log } = this.#parts;
    const viewer = new Viewer({
      socket,
      ...connection,
      ...session,
      office,
      reader,
      recoder,
      liveStates,
      feeds: this.#feeds,
      audience: this.#audience,
      clock,
      log,
      dropped: (pictures) => {
        this.#droppedPictures += pictures;
      },
      cut: (isReset) => {
        this.#cuts += isReset ? 0 : 1;
        this.#resets += isReset ? 1 : 0;
      },
    });
    this.#viewers.add(viewer);
    socket.on('close', () => this.#viewers.delete(viewer));
  }

  /** `rights`: every open lease is decided again at once (LIV-21). */
  changed(what: readonly string[], rights: boolean): void {
    this.#feeds.lookAtMasks();
    for (const viewer of this.#viewers) {
      if (rights) {
        viewer.recheck();
      }
      viewer.changed(what);
    }
  }

  close(): void {
    for (const viewer of this.#viewers) {
      viewer.close(1001, 'restart');
    }
    this.#feeds.close();
  }
}
