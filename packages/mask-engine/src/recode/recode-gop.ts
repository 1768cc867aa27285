/**
 * One recorded GOP made again as H.264 for a screen that can't decode what was recorded, at most
 * 1280 pixels wide. What comes in was read from a recording, which holds masked pictures only
 * (MSK-1), so nothing is drawn here; what goes out is shown and never kept. Runs in the process of
 * `recode-worker.ts` and nowhere else.
 */

import { Failure } from '@beffroi/kernel';
import {
  annexBNalUnits,
  lengthPrefixedToAnnexB,
  streamFormatOf,
  type VideoCodec,
} from '@beffroi/picture';
import type { NativeEncoder } from '../native/codec.ts';
import type { DecodedPicture, NativeScaler } from '../native/frame.ts';
import { loadNativeCodecs } from '../native/load.ts';

export interface GopToRecode {
  readonly codec: VideoCodec;
  /** Pictures a second, about: only the rate control needs it. */
  readonly fps: number;
  /** Access units behind lengths, in decoding order, the key picture first. */
  readonly pictures: readonly Uint8Array[];
}

export interface RecodedGop {
  readonly codecString: string;
  readonly width: number;
  readonly height: number;
  /** In order of presentation, which is decoding order here; `place` in the GOP that came in. */
  readonly pictures: readonly {
    readonly place: number;
    readonly key: boolean;
    readonly annexB: Uint8Array;
  }[];
}

const displayWidthMax = 1280;
const bitsPerSecond = 4_000_000;

/** Throws Failure `picture-undecodable` when nothing came out. */
export async function recodeGop(gop: GopToRecode): Promise<RecodedGop> {
  const codecs = await loadNativeCodecs();
  const settings = { bitsPerSecond, fps: gop.fps, gopSeconds: 3600 };
  const decoder = await codecs.NativeDecoder.open(gop.codec, 'here');
  const pictures: RecodedGop['pictures'][number][] = [];
  let scaler: NativeScaler | undefined;
  let encoder: NativeEncoder | undefined;
  const each = async (picture: DecodedPicture): Promise<void> => {
    const isFit = picture.width <= displayWidthMax;
    if (!isFit && scaler?.fits(picture) !== true) {
      const { width, height } = displaySize(picture);
      scaler?.close();
      scaler = new codecs.NativeScaler(picture, width, height);
    }
    const copy = isFit || scaler === undefined ? picture : scaler.scale(picture);
    encoder ??= await codecs.NativeEncoder.open(copy, settings);
    if (!encoder.fits(copy)) {
      return; // The size changed inside a GOP: what follows has no key picture of its own here.
    }
    const isFirst = pictures.length === 0;
    await encoder.encode(copy, picture.number, isFirst, drawNothing, (encoded) => {
      const { number: place, key } = encoded;
      pictures.push({ place, key, annexB: new Uint8Array(encoded.annexB) });
    });
  };
  try {
    for (const [place, data] of gop.pictures.entries()) {
      await decoder.decode(lengthPrefixedToAnnexB(data), place, each);
    }
    await decoder.flush(each);
  } finally {
    await decoder.close();
    await encoder?.close();
    scaler?.close();
  }
  return { ...formatOf(pictures[0]?.annexB), pictures };
}

/** Never wider than asked, never enlarged, both sides even. */
function displaySize(picture: { readonly width: number; readonly height: number }): {
  readonly width: number;
  readonly height: number;
} {
  const scale = Math.min(1, displayWidthMax / picture.width);
  const even = (side: number): number => Math.max(2, 2 * Math.round((side * scale) / 2));
  return { width: even(picture.width), height: even(picture.height) };
}

/** Recorded pictures are masked already. */
function drawNothing(): void {
  return;
}

function formatOf(key: Uint8Array | undefined): Omit<RecodedGop, 'pictures'> {
  const format = key === undefined ? undefined : streamFormatOf([...annexBNalUnits(key)], 'h264');
  if (format?.ok !== true) {
    throw new Failure('picture-undecodable', 'No picture of this GOP could be decoded.');
  }
  const { codecString, width, height } = format.value;
  return { codecString, width, height };
}
