/**
 * Which of the 256 channels of the live socket are taken, and what has to be acknowledged on them.
 * The server lets at most 400 ms of pictures be in flight per channel, so an acknowledgement that
 * is lost here costs pictures; one that is sent for a picture that never reached the decoder would
 * break the bound on what a viewer can still read after a cut. No DOM, no timers.
 */

const channelCount = 256;

export class ChannelBook {
  /** Free channels, longest free first, so that a late picture rarely meets a new owner. */
  readonly #free: number[] = Array.from({ length: channelCount }, (_, channel) => channel);
  readonly #taken = new Set<number>();
  readonly #unacknowledged = new Map<number, number>();

  /** A free channel, or undefined when all 256 are taken. */
  take(): number | undefined {
    const channel = this.#free.shift();
    if (channel !== undefined) {
      this.#taken.add(channel);
    }
    return channel;
  }

  release(channel: number): void {
    if (this.#taken.delete(channel)) {
      this.#unacknowledged.delete(channel);
      this.#free.push(channel);
    }
  }

  /** The picture was handed to the decoder, or dropped knowingly: it is no longer in flight. */
  settle(channel: number, sequence: number): void {
    if (this.#taken.has(channel)) {
      const highest = this.#unacknowledged.get(channel);
      if (highest === undefined || sequence > highest) {
        this.#unacknowledged.set(channel, sequence);
      }
    }
  }

  /** What has to be said now, one entry a channel; asking again says nothing twice. */
  drainAcks(): (readonly [channel: number, sequence: number])[] {
    const acks = [...this.#unacknowledged];
    this.#unacknowledged.clear();
    return acks;
  }

  /** Sequences start again with a new socket. */
  forgetAcks(): void {
    this.#unacknowledged.clear();
  }

  get takenCount(): number {
    return this.#taken.size;
  }
}
