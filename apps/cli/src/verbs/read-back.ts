/**
 * `beffroi read-back FILE --mask x,y;x,y;x,y`: decodes a recorded picture file with Debian's own
 * ffmpeg and looks inside the polygons, in luma and chroma. Anybody can run it (MSK-6).
 */

import { Failure } from '@beffroi/kernel';
import { readBackFile } from '@beffroi/mask-engine';
import { textOption, type Verb } from '../verb.ts';

export const readBackVerb: Verb = {
  name: 'read-back',
  usage: 'read-back FILE --mask POLYGON',
  about: 'decodes an opened recording with ffmpeg and counts clear pixels inside the polygons',
  options: { mask: { type: 'string' }, ffmpeg: { type: 'string' } },
  async run(call) {
    const [path] = call.words;
    const mask = textOption(call, 'mask');
    if (path === undefined || mask === null) {
      throw new Failure('usage', 'beffroi read-back FILE --mask "0.1,0.1;0.3,0.1;0.3,0.4|..."');
    }
    const polygons = mask.split('|').map(parsePolygon);
    const report = await readBackFile({
      path,
      polygons,
      ffmpegPath: textOption(call, 'ffmpeg') ?? 'ffmpeg',
    });
    call.print(report, [
      `${path}: ${report.frames} pictures decoded, ${report.clearPixels} clear pixels inside the masks`,
    ]);
    if (report.clearPixels > 0 || report.frames === 0) {
      process.exitCode = 1;
    }
  },
};

function parsePolygon(text: string): readonly { x: number; y: number }[] {
  const points = text.split(';').map((pair) => {
    const [x = Number.NaN, y = Number.NaN] = pair.split(',').map(Number);
    return { x, y };
  });
  const valid = points.every(({ x, y }) => x >= 0 && x <= 1 && y >= 0 && y <= 1);
  if (points.length < 3 || !valid) {
    throw new Failure('usage', `"${text}" is no polygon: at least three x,y pairs from 0 to 1`);
  }
  return points;
}
