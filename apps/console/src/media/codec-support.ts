/**
 * What this browser can decode, asked of it once a codec string. The answer of the first question
 * comes later; every one after that is there at once, so that no beat of a playback waits for it.
 */

export class CodecSupport {
  readonly #known = new Map<string, boolean>();
  readonly #asked = new Map<string, Promise<boolean>>();

  /** True or false once known; a promise of it the first time. */
  decodes(codec: string): boolean | Promise<boolean> {
    return this.#known.get(codec) ?? this.#asked.get(codec) ?? this.#ask(codec);
  }

  #ask(codec: string): Promise<boolean> {
    const answer = VideoDecoder.isConfigSupported({ codec }).then(
      ({ supported }) => supported === true,
      // A codec string that the browser can't even read.
      () => false,
    );
    const noted = answer.then((supported) => {
      this.#known.set(codec, supported);
      this.#asked.delete(codec);
      return supported;
    });
    this.#asked.set(codec, noted);
    return noted;
  }
}
