/** Frame rate and bit rate of one stream, over the last five whole seconds. */

const secondsKept = 5;

interface Second {
  readonly at: number;
  pictures: number;
  bytes: number;
}

export class StreamMeter {
  #seconds: Second[] = [];

  count(atMs: number, bytes: number): void {
    const at = Math.floor(atMs / 1000);
    let second = this.#seconds.at(-1);
    if (second?.at !== at) {
      second = { at, pictures: 0, bytes: 0 };
      this.#seconds.push(second);
      this.#seconds = this.#seconds.filter((one) => one.at >= at - secondsKept);
    }
    second.pictures += 1;
    second.bytes += bytes;
  }

  /** Rates at an instant; null while nothing came during the window. */
  rates(atMs: number): { readonly fps: number; readonly kbitPerSecond: number } | null {
    const now = Math.floor(atMs / 1000);
    const whole = this.#seconds.filter((one) => one.at < now && one.at >= now - secondsKept);
    const first = whole[0];
    if (first === undefined) {
      return null;
    }
    const seconds = now - first.at;
    const pictures = whole.reduce((sum, one) => sum + one.pictures, 0);
    const bytes = whole.reduce((sum, one) => sum + one.bytes, 0);
    return {
      fps: Math.round((pictures / seconds) * 10) / 10,
      kbitPerSecond: Math.round((bytes * 8) / 1000 / seconds),
    };
  }
}
