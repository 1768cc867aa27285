/**
 * Encoded pictures and the promise they carry. A `ClearAccessUnit` comes from the street and may
 * show what nobody has a right to see; a `MaskedAccessUnit` may be shown and kept (MSK-1). The two
 * are different types, and one file of the mask engine (`masked-maker.ts`) is the only maker of
 * the second kind: recorder file, ring and link accept nothing else. The brands are compile-time
 * only; `tools/tidy` forbids casts to the masked type anywhere else.
 */

export type VideoCodec = 'h264' | 'h265';

/**
 * One coded picture in decode order.
 *
 * `data`: NAL units each behind a 4-byte big-endian length (ISO 14496-15 with lengthSize 4), no
 * delimiters (AUD) and no filler; a key picture begins with its parameter sets (VPS, SPS, PPS).
 * `ticks`: unwrapped RTP time at 90 kHz, strictly increasing inside one run; presentation time too,
 * unless `presentationTicks` says otherwise: then the stream has B-frames, `ticks` is the decode
 * time and the picture is shown at `presentationTicks` (CAM-9).
 * `receivedMs`: our clock when the last byte arrived. `cameraMs`: the camera's own clock from its
 * last RTCP sender report (RFC 3550 section 6.4.1), null before the first or without any.
 */
export interface AccessUnit {
  readonly codec: VideoCodec;
  readonly key: boolean;
  readonly data: Uint8Array;
  readonly ticks: number;
  /** Absent wherever it equals `ticks`, which is every picture of a stream without B-frames. */
  readonly presentationTicks?: number;
  readonly receivedMs: number;
  readonly cameraMs: number | null;
}

declare const clearBrand: unique symbol;
declare const maskedBrand: unique symbol;

export interface ClearAccessUnit extends AccessUnit {
  readonly [clearBrand]: true;
}

/** Who answers for a masked picture: the mode and the version of the camera's mask decision. */
export interface MaskMark {
  readonly mode: 'server' | 'camera' | 'none-needed';
  readonly version: string;
}

export interface MaskedAccessUnit extends AccessUnit {
  readonly [maskedBrand]: true;
  readonly mask: MaskMark;
}

/** What a decoder must know; changes in mid-stream when the parameter sets do. */
export interface StreamFormat {
  readonly codec: VideoCodec;
  /** Displayed size in pixels, after cropping. */
  readonly width: number;
  readonly height: number;
  /** RFC 6381 text for WebCodecs, `avc1.64001f` or `hev1.1.6.L93.B0`. */
  readonly codecString: string;
  /** Rate the parameter sets promise, in frames per second; null when they promise none. */
  readonly declaredFps: number | null;
  /** VPS (H.265 only), SPS and PPS, without lengths, in that order. */
  readonly parameterSets: readonly Uint8Array[];
  /** Frames a decoder may hold back (bumping); 0 when the stream says there is no reordering. */
  readonly reorderFrames: number;
}

export const ticksPerSecond = 90_000;
