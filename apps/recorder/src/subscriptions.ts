/**
 * What the centre watches: each subscription sends the pictures of one feed over the link, the
 * current GOP first. A link that doesn't keep up loses pictures down to the next key, counted; the
 * feed never waits (LIV-6).
 */

import type { StreamName } from '@beffroi/office';
import type { MaskedAccessUnit, StreamFormat } from '@beffroi/picture';
import { lengthPrefixedToAnnexB } from '@beffroi/picture';
import { encodePicture } from '@beffroi/wire';
import type { Feed, FeedViewer } from './feed.ts';
import { linkBufferBytesMax, type RecorderLink } from './link.ts';

export class Subscriptions {
  readonly #link: RecorderLink;
  readonly #feedOf: (cameraId: string, stream: StreamName) => Feed | null;
  readonly #open = new Map<number, Subscription>();

  constructor(link: RecorderLink, feedOf: (cameraId: string, stream: StreamName) => Feed | null) {
    this.#link = link;
    this.#feedOf = feedOf;
  }

  subscribe(number: number, cameraId: string, stream: StreamName): void {
    this.unsubscribe(number);
    const subscription = new Subscription(number, cameraId, stream, this.#link);
    this.#open.set(number, subscription);
    subscription.attach(this.#feedOf(cameraId, stream));
  }

  unsubscribe(number: number): void {
    this.#open.get(number)?.detach();
    this.#open.delete(number);
  }

  /** After a configuration change: feeds may be other objects now. */
  reattach(): void {
    for (const subscription of this.#open.values()) {
      subscription.attach(this.#feedOf(subscription.cameraId, subscription.stream));
    }
  }

  clear(): void {
    for (const number of [...this.#open.keys()]) {
      this.unsubscribe(number);
    }
  }
}

class Subscription implements FeedViewer {
  readonly #number: number;
  readonly cameraId: string;
  readonly stream: StreamName;
  readonly #link: RecorderLink;
  #feed: Feed | null = null;
  #leave: () => void = () => undefined;
  #sequence = 0;
  #waitsForKey = true;

  constructor(number: number, cameraId: string, stream: StreamName, link: RecorderLink) {
    this.#number = number;
    this.cameraId = cameraId;
    this.stream = stream;
    this.#link = link;
  }

  attach(feed: Feed | null): void {
    if (feed !== null && feed === this.#feed) {
      return;
    }
    this.detach();
    this.#feed = feed;
    if (feed === null) {
      this.stopped('recorder-stopped');
      return;
    }
    this.#leave = feed.watch(this);
  }

  detach(): void {
    this.#leave();
    this.#leave = () => undefined;
    this.#feed = null;
  }

  format(format: StreamFormat): void {
    this.#waitsForKey = true;
    this.#link.send({
      type: 'format',
      subscription: this.#number,
      codec: format.codecString,
      width: format.width,
      height: format.height,
    });
  }

  stopped(cause: string): void {
    this.#waitsForKey = true;
    this.#link.send({ type: 'stopped', subscription: this.#number, cause });
  }

  picture(unit: MaskedAccessUnit): void {
    if (this.#link.bufferedBytes > linkBufferBytesMax) {
      this.#waitsForKey = true;
    } else if (unit.key) {
      this.#waitsForKey = false;
    }
    if (this.#waitsForKey) {
      return;
    }
    this.#sequence += 1;
    this.#link.sendBinary(
      encodePicture(
        {
          kind: 'live',
          key: unit.key,
          channel: this.#number,
          sequence: this.#sequence,
          cameraMs: unit.cameraMs ?? Number.NaN,
          serverMs: unit.receivedMs,
          mediaUs: Math.round(((unit.presentationTicks ?? unit.ticks) * 100) / 9),
          lease: 0,
        },
        lengthPrefixedToAnnexB(unit.data),
      ),
    );
  }
}
