/**
 * Tells whether this browser and machine decode what the wall needs, by doing it: known clips go
 * through the decoder and what comes out is counted. A decoder that holds pictures back would make
 * the wall late without anybody seeing why; then software decoding is preferred. Run at the start
 * of the console; the result goes to the head of the centre (`POST /api/self-test`).
 */

import type { SelfTestBody } from '@beffroi/wire';
import { splitPictures } from './annex-b.ts';
import { highClip, type KnownClip, mainClip } from './self-test-clips.ts';
import { trackGeneratorMaker } from './surface.ts';

export interface SelfTestResult extends SelfTestBody {
  /** The ordinary decoder holds pictures back, the software one doesn't. */
  readonly preferSoftware: boolean;
}

interface ClipResult {
  readonly decoded: number;
  /** Pictures that came out only when the decoder was told that no more would come. */
  readonly held: number;
}

const quietMs = 150;
const patienceMs = 3_000;
const h265Codec = 'hev1.1.6.L93.B0';

/** What `POST /api/self-test` takes. */
export function selfTestBody(result: SelfTestResult): SelfTestBody {
  const { preferSoftware: _, ...body } = result;
  return body;
}

export async function runSelfTest(): Promise<SelfTestResult> {
  const webCodecs = typeof VideoDecoder === 'function';
  const ordinary = webCodecs ? await decodeClips('no-preference') : undefined;
  const heldFrames = ordinary === undefined ? null : ordinary.held;
  const software =
    webCodecs && (heldFrames ?? 1) > 0 ? await decodeClips('prefer-software') : undefined;
  const preferSoftware = software?.complete === true && software.held < (heldFrames ?? 100);
  const best = preferSoftware ? software : ordinary;
  return {
    secureContext: isSecureContext,
    webCodecs,
    h264: best?.complete ?? false,
    h265: webCodecs && (await supportsH265()),
    trackGenerator: trackGeneratorMaker() !== undefined,
    heldFrames: best?.complete ? best.held : null,
    userAgent: navigator.userAgent.slice(0, 400),
    preferSoftware,
  };
}

async function decodeClips(
  acceleration: HardwareAcceleration,
): Promise<{ readonly complete: boolean; readonly held: number }> {
  const results = await Promise.all(
    [mainClip, highClip].map((clip) => decodeClip(clip, acceleration)),
  );
  return {
    complete: results.every((result) => result.decoded === mainClip.pictures),
    held: Math.max(...results.map((result) => result.held)),
  };
}

async function decodeClip(
  clip: KnownClip,
  acceleration: HardwareAcceleration,
): Promise<ClipResult> {
  let decoded = 0;
  let failed = false;
  const decoder = new VideoDecoder({
    output: (frame) => {
      decoded += 1;
      frame.close();
    },
    error: () => {
      failed = true;
    },
  });
  const config = { codec: clip.codec, hardwareAcceleration: acceleration };
  decoder.configure({ ...config, optimizeForLatency: true });
  const bytes = Uint8Array.from(atob(clip.base64), (char) => char.charCodeAt(0));
  splitPictures(bytes).forEach(({ key, bytes: data }, i) => {
    if (decoder.state === 'configured') {
      const type = key ? 'key' : 'delta';
      decoder.decode(new EncodedVideoChunk({ type, timestamp: i * 40_000, data }));
    }
  });
  await untilQuiet(
    () => decoded === clip.pictures || failed,
    () => decoded,
  );
  const beforeFlush = decoded;
  if (decoder.state === 'configured') {
    // A decoder that fails here has said so to `error`; the count tells the rest.
    await Promise.race([decoder.flush().catch(() => undefined), wait(patienceMs)]);
  }
  if (decoder.state !== 'closed') {
    decoder.close();
  }
  return { decoded, held: decoded - beforeFlush };
}

/** Waits until it is done or until nothing new has come for a while, first outputs included. */
async function untilQuiet(isDone: () => boolean, count: () => number): Promise<void> {
  const endMs = performance.now() + patienceMs;
  let last = count();
  let quietSinceMs = performance.now();
  while (!isDone() && performance.now() < endMs) {
    await wait(10);
    if (count() !== last) {
      last = count();
      quietSinceMs = performance.now();
    } else if (last > 0 && performance.now() - quietSinceMs > quietMs) {
      return;
    }
  }
}

async function supportsH265(): Promise<boolean> {
  try {
    return (await VideoDecoder.isConfigSupported({ codec: h265Codec })).supported === true;
  } catch (thrown) {
    if (thrown instanceof TypeError || thrown instanceof DOMException) {
      return false;
    }
    throw thrown;
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
