/**
 * What the centre watches: each subscription sends the pictures of one feed over the link, the
 * current GOP first, behind the format that says under which masks they are drawn (MSK-19). A link
 * that doesn't keep up loses pictures down to the next key; the feed never waits.
 */

import type { StreamName } from '@beffroi/office';
import type { MaskedAccessUnit, StreamFormat } from '@beffroi/picture';
import { lengthPrefixedToAnnexB } from '@beffroi/picture';
import { encodePicture } from '@beffroi/wire';
import type { Feed, FeedViewer } from './feed.ts';
import { linkBufferBytesMax, type RecorderLink } from './link.ts';

type PictureLink = Pick<RecorderLink, 'bufferedBytes' | 'send' | 'sendBinary'>;

export class Subscriptions {
  readonly #link: PictureLink;
  readonly #feedOf: (cameraId: string, stream: StreamName) => Feed | null;
  readonly #open = new Map<number, Subscription>();

  constructor(link: PictureLink, feedOf: (cameraId: string, stream: StreamName) => Feed | null) {
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
  readonly #link: PictureLink;
  #feed: Feed | null = null;
  #leave: () => void = () => undefined;
  #sequence = 0;
  #waitsForKey = true;
  #format: StreamFormat | null = null;
  /** Under which masks the centre was told that the pictures are drawn; null while it knows none. */
  #toldVersion: string | null = null;

  constructor(number: number, cameraId: string, stream: StreamName, link: PictureLink) {
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

  /** Said with the first picture, which knows its masks. */
  format(format: StreamFormat): void {
    this.#waitsForKey = true;
    this.#format = format;
    this.#toldVersion = null;
  }

  stopped(cause: string): void {
    this.#waitsForKey = true;
    this.#toldVersion = null;
    this.#link.send({ type: 'stopped', subscription: this.#number, cause });
  }

  picture(unit: MaskedAccessUnit): void {
    const { version } = unit.mask;
    if (this.#link.bufferedBytes > linkBufferBytesMax) {
      this.#waitsForKey = true;
    } else if (unit.key) {
      this.#waitsForKey = false;
    } else if (version !== this.#toldVersion) {
      this.#waitsForKey = true;
    }
    if (this.#waitsForKey || this.#format === null) {
      return;
    }
    if (version !== this.#toldVersion) {
      this.#toldVersion = version;
      this.#tellFormat(this.#format, version);
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

  /** MSK-19: the centre shows what is drawn under the masks in force, and nothing else. */
  #tellFormat({ codecString, width, height }: StreamFormat, maskVersion: string): void {
    const size = { width, height };
    const subscription = this.#number;
    this.#link.send({ type: 'format', subscription, codec: codecString, ...size, maskVersion });
  }
}
