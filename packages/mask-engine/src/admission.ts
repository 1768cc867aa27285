/**
 * Whether the cores can carry one more server-masked camera (MSK-15). The figures are measured ones
 * (decode, draw, x264 superfast, one thread, H.264 in: 0.47 of a core at 1080p25, 0.22 at 720p25,
 * 0.03 at 360p12.5), so the cost is close to proportional to pixels a second. A camera that does not
 * fit is refused with the figure; masks are never dropped to make room.
 */

import { err, ok, type Result } from '@beffroi/kernel';
import type { VideoCodec } from '@beffroi/picture';

const coresPerMegapixelPerSecond = 0.0095;
/** Measured decoding H.265 instead of H.264, same picture and encoder. */
const h265Factor = 1.25;
/** What stays free for the camera's bad moments: night noise, a storm, a neighbour's peak. */
const loadMax = 0.85;

export interface StreamCost {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly codec: VideoCodec;
}

/** Shape of the town's refusals: rule id, stable code, words for the person. */
export interface AdmissionRefusal {
  readonly rule: 'MSK-15';
  readonly code: 'cores-missing';
  readonly words: { readonly fr: string; readonly en: string };
  readonly neededCores: number;
  readonly freeCores: number;
}

/** CPU seconds a second that masking this stream takes, as a share of one core. */
export function estimateCores({ width, height, fps, codec }: StreamCost): number {
  const megapixelsPerSecond = (width * height * fps) / 1e6;
  return megapixelsPerSecond * coresPerMegapixelPerSecond * (codec === 'h265' ? h265Factor : 1);
}

/** The cores one more camera will take, or the refusal that says what is missing. */
export function admit(
  wanted: readonly StreamCost[],
  cores: { readonly total: number; readonly used: number },
): Result<number, AdmissionRefusal> {
  const neededCores = wanted.reduce((sum, stream) => sum + estimateCores(stream), 0);
  const freeCores = Math.max(0, cores.total * loadMax - cores.used);
  if (neededCores <= freeCores) {
    return ok(neededCores);
  }
  const needed = neededCores.toFixed(2);
  const free = freeCores.toFixed(2);
  return err({
    rule: 'MSK-15',
    code: 'cores-missing',
    words: {
      fr: `Masquer cette caméra demande ${needed} cœur ; il en reste ${free}. Réduisez sa définition ou sa cadence, ou faites masquer par la caméra elle-même.`,
      en: `Masking this camera takes ${needed} cores; ${free} are left. Lower its size or rate, or let the camera mask itself.`,
    },
    neededCores,
    freeCores,
  });
}
