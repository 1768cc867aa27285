/**
 * Says whether a camera that masks itself really does (MSK-4): decodes one key picture and measures
 * how flat it is inside each polygon. It answers masked only where every polygon was looked at and
 * is flat; a picture that can't be decoded, a polygon too small to check or none at all is not
 * masked. It can't tell a mask from a white wall: it proves that nothing is to be seen there.
 */

import { Failure } from '@beffroi/kernel';
import type { KeyFrameVerifier, MaskVerdict } from '@beffroi/office';
import {
  type ClearAccessUnit,
  lengthPrefixedToAnnexB,
  type Polygon,
  type VideoCodec,
} from '@beffroi/picture';
import type { NativeDecoder } from '../native/codec.ts';
import type { DecodedPicture } from '../native/frame.ts';
import { loadNativeCodecs } from '../native/load.ts';
import { isEmptyPicture } from './empty-picture.ts';
import { flatnessInside } from './flatness.ts';

/** Standard deviation of a plane from which on something can be seen; solid is far below. */
const deviationMax = 4;

/** A verifier on node-av; the codec library is loaded with the first picture. */
export function createKeyFrameVerifier(): KeyFrameVerifier {
  return new NodeAvVerifier();
}

class NodeAvVerifier implements KeyFrameVerifier {
  readonly #decoders = new Map<VideoCodec, NativeDecoder>();
  #turn: Promise<unknown> = Promise.resolve();

  verify(unit: ClearAccessUnit, polygons: readonly Polygon[]): Promise<MaskVerdict> {
    const verdict = this.#turn.then(() => this.#verify(unit, polygons));
    this.#turn = verdict.catch(() => undefined);
    return verdict;
  }

  async close(): Promise<void> {
    await this.#turn;
    for (const decoder of this.#decoders.values()) {
      await decoder.close();
    }
    this.#decoders.clear();
  }

  async #verify(unit: ClearAccessUnit, polygons: readonly Polygon[]): Promise<MaskVerdict> {
    if (!unit.key) {
      return notMasked('Only a key picture can be checked.');
    }
    let verdict = null as MaskVerdict | null;
    const look = (picture: DecodedPicture) => {
      // A unit may hold several pictures, whatever it says: all of them must be masked.
      const found = isEmptyPicture(picture)
        ? notDecoded('Nothing of the key picture could be decoded.')
        : verdictOn(picture, polygons);
      verdict = verdict?.masked === false ? verdict : found;
    };
    try {
      const decoder = await this.#decoderFor(unit.codec);
      await decoder.decode(lengthPrefixedToAnnexB(unit.data), 0, look);
      await decoder.flush(look);
    } catch (thrown) {
      if (!(thrown instanceof Failure)) {
        throw thrown;
      }
      await this.#decoders.get(unit.codec)?.close();
      this.#decoders.delete(unit.codec);
      return notDecoded(`The key picture could not be decoded: ${thrown.message}`);
    }
    return verdict ?? notDecoded('The key picture could not be decoded.');
  }

  async #decoderFor(codec: VideoCodec): Promise<NativeDecoder> {
    const known = this.#decoders.get(codec);
    if (known !== undefined) {
      return known;
    }
    const { NativeDecoder } = await loadNativeCodecs();
    const decoder = await NativeDecoder.open(codec, 'in-pool');
    this.#decoders.set(codec, decoder);
    return decoder;
  }
}

function verdictOn(picture: DecodedPicture, polygons: readonly Polygon[]): MaskVerdict {
  if (polygons.length === 0) {
    return notMasked('There is no polygon to check.');
  }
  const { width, height } = picture;
  return picture.read((planes) => {
    let deviation = 0;
    for (const [index, polygon] of polygons.entries()) {
      const found = flatnessInside(planes, polygon, width, height);
      deviation = Math.max(deviation, found.luma);
      if (found.pixels === 0) {
        return {
          masked: false,
          decoded: true,
          deviation,
          detail: `Polygon ${index + 1} is too small to check.`,
        };
      }
      if (found.luma >= deviationMax || found.chroma >= deviationMax) {
        const measured = `luma ${found.luma.toFixed(1)}, chroma ${found.chroma.toFixed(1)}`;
        const detail = `Polygon ${index + 1} shows something (${measured}; under ${deviationMax} is flat).`;
        return { masked: false, decoded: true, deviation, detail };
      }
    }
    const detail = `All ${polygons.length} polygons are flat.`;
    return { masked: true, decoded: true, deviation, detail };
  });
}

function notMasked(detail: string): MaskVerdict {
  return { masked: false, decoded: true, deviation: Number.POSITIVE_INFINITY, detail };
}

function notDecoded(detail: string): MaskVerdict {
  return { ...notMasked(detail), decoded: false };
}
