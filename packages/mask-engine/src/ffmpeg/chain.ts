/**
 * Decoder, brush and encoder for the pictures of one stream format: two ffmpeg programs with this
 * process between them. A raw picture is masked in our own memory before a byte of it is written to
 * the encoder (MSK-2). A change of masks begins a new encoder, so that its first picture is a key
 * picture and nothing of the picture before the change is left in the stream.
 */

import { Failure } from '@beffroi/kernel';
import type { EncodeSettings } from '@beffroi/office';
import {
  type ClearAccessUnit,
  drawMask,
  type MaskRaster,
  type StreamFormat,
} from '@beffroi/picture';
import { encodedSize } from '../transcoding/encoded-size.ts';
import type { MaskBoard } from '../transcoding/mask-board.ts';
import { type DrawnPicture, drawnFrom, shownTicks } from '../transcoding/outlet.ts';
import { decodeCommand, encodeCommand } from './commands.ts';
import { FlvReader } from './flv-reader.ts';
import { PipedProgram } from './piped-program.ts';
import { planesOfRaw, RawPictures, rawPictureBytes } from './raw-pictures.ts';

export interface ChainEvents {
  picture(nals: readonly Uint8Array[], key: boolean, drawn: DrawnPicture): void;
  /** A decoded picture that could not be masked and was thrown away. */
  notReady(cause: 'mask-missing' | 'mask-geometry-invalid', detail: string): void;
  /** Room for one more picture. */
  progress(): void;
}

interface RunningEncoder {
  readonly program: PipedProgram;
  readonly maskVersion: number;
  readonly drawn: DrawnPicture[];
  readonly reading: Promise<void>;
}

export class FfmpegChain {
  readonly width: number;
  readonly height: number;
  readonly #parts: ChainParts;
  readonly #decoder: PipedProgram;
  readonly #working: Promise<void>;
  #waiting: ClearAccessUnit[] = [];
  #encoder: RunningEncoder | null = null;

  constructor(parts: ChainParts) {
    this.#parts = parts;
    ({ width: this.width, height: this.height } = encodedSize(parts.format));
    const { codec } = parts.format;
    this.#decoder = new PipedProgram(
      parts.ffmpegPath,
      decodeCommand(codec, this.width, this.height),
    );
    this.#working = this.#work();
    this.#working.catch(() => undefined);
  }

  /** Pictures that went in and have not come out of the decoder. */
  get waiting(): number {
    return this.#waiting.length;
  }

  takeComplaint(): boolean {
    return this.#decoder.takeComplaint();
  }

  /** `annexB` ends with a delimiter, without which the decoder waits for the next picture. */
  feed(annexB: Uint8Array, unit: ClearAccessUnit): void {
    this.#waiting.push(unit);
    void this.#decoder.write(annexB);
  }

  /** Resolves when the chain has ended; rejects with a Failure when one of its programs did. */
  ended(): Promise<void> {
    return this.#working;
  }

  /** Lets everything inside come out. */
  finish(): Promise<void> {
    this.#decoder.endInput();
    return this.#working;
  }

  async kill(): Promise<void> {
    this.#decoder.kill();
    this.#encoder?.program.kill();
    await this.#working.catch(() => undefined);
  }

  async #work(): Promise<void> {
    try {
      const pictures = new RawPictures(rawPictureBytes(this.width, this.height));
      for await (const chunk of this.#decoder.output as AsyncIterable<Uint8Array>) {
        for (const picture of pictures.read(chunk)) {
          await this.#mask(picture);
        }
      }
      await this.#decoder.ended();
      await this.#endEncoder();
    } finally {
      this.#decoder.kill();
      this.#encoder?.program.kill();
    }
  }

  async #mask(picture: Uint8Array): Promise<void> {
    const unit = this.#takeEarliest();
    if (unit !== undefined) {
      const mask = this.#parts.board.forSize(this.width, this.height);
      if (mask.ready) {
        await this.#encode(picture, mask.raster, drawnFrom(unit, mask.mark));
      } else {
        const missing = mask.cause === 'mask-missing';
        this.#parts.events.notReady(missing ? mask.cause : 'mask-geometry-invalid', mask.detail);
      }
    }
    this.#parts.events.progress();
  }

  async #encode(picture: Uint8Array, raster: MaskRaster, drawn: DrawnPicture): Promise<void> {
    const maskVersion = this.#parts.board.version;
    drawMask(planesOfRaw(picture, this.width, this.height), raster);
    if (this.#encoder !== null && this.#encoder.maskVersion !== maskVersion) {
      await this.#endEncoder();
    }
    this.#encoder ??= this.#startEncoder(maskVersion);
    this.#encoder.drawn.push(drawn);
    await this.#encoder.program.write(picture);
  }

  /** A decoder gives pictures in presentation order, so the earliest one inside comes out first. */
  #takeEarliest(): ClearAccessUnit | undefined {
    const times = this.#waiting.map(shownTicks);
    const at = times.indexOf(Math.min(...times));
    return at === -1 ? undefined : this.#waiting.splice(at, 1)[0];
  }

  #startEncoder(maskVersion: number): RunningEncoder {
    const { ffmpegPath, encode } = this.#parts;
    const program = new PipedProgram(ffmpegPath, encodeCommand(this.width, this.height, encode));
    const drawn: DrawnPicture[] = [];
    const reading = this.#readEncoder(program, drawn);
    // An encoder that dies takes the chain with it.
    reading.catch(() => this.#decoder.kill());
    return { program, maskVersion, drawn, reading };
  }

  async #readEncoder(program: PipedProgram, drawn: DrawnPicture[]): Promise<void> {
    const reader = new FlvReader();
    for await (const chunk of program.output as AsyncIterable<Uint8Array>) {
      for (const { key, nals } of reader.read(chunk)) {
        const picture = drawn.shift();
        if (picture === undefined) {
          throw new Failure('encoder-failed', 'The encoder made a picture out of nothing.');
        }
        this.#parts.events.picture(nals, key, picture);
      }
    }
    await program.ended();
  }

  async #endEncoder(): Promise<void> {
    const encoder = this.#encoder;
    this.#encoder = null;
    encoder?.program.endInput();
    await encoder?.reading;
  }
}

export interface ChainParts {
  readonly ffmpegPath: string;
  readonly format: StreamFormat;
  readonly encode: EncodeSettings;
  readonly board: MaskBoard;
  readonly events: ChainEvents;
}
