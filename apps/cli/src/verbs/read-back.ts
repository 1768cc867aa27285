/**
 * `beffroi read-back CAMERA`: decodes what was recorded with Debian's own ffmpeg and looks inside
 * the masks that were in force, in luma and chroma (MSK-6). `--file FILE --mask POLYGONS` checks any
 * video file. No picture is shown to anybody.
 */

import { Failure } from '@beffroi/kernel';
import { readBackFile } from '@beffroi/mask-engine';
import { askCentre } from '../owner-client.ts';
import { chosenState, stateOption } from '../state-option.ts';
import { type Call, textOption, type Verb } from '../verb.ts';

interface CheckedFile {
  readonly path: string;
  readonly pictures: number;
  readonly polygons: number;
  readonly checkedPixels: number;
  readonly clearPixels: number;
}

const hourMs = 3_600_000;

export const readBackVerb: Verb = {
  name: 'read-back',
  usage: 'read-back CAMERA [--hours N]',
  about: 'decodes closed recordings with ffmpeg and counts clear pixels under their masks',
  options: {
    ...stateOption,
    hours: { type: 'string' },
    file: { type: 'string' },
    mask: { type: 'string' },
  },
  async run(call) {
    const file = textOption(call, 'file');
    const checked = file === null ? await checkCamera(call) : [await checkFile(call, file)];
    call.print(
      checked,
      checked.map(
        ({ path, pictures, polygons, checkedPixels, clearPixels }) =>
          `${path}: ${pictures} pictures, ${polygons} masks, ${checkedPixels} samples looked at, ${clearPixels} clear`,
      ),
    );
    if (checked.some((one) => one.clearPixels > 0)) {
      process.exitCode = 1;
    }
  },
};

async function checkCamera(call: Call): Promise<readonly CheckedFile[]> {
  const [cameraId] = call.words;
  const hours = Number(textOption(call, 'hours') ?? 1);
  if (cameraId === undefined || !(hours > 0 && hours <= 24)) {
    throw new Failure('usage', 'beffroi read-back CAMERA --hours 1 (0 to 24)');
  }
  const toMs = Date.now();
  const body = { cameraId, fromMs: toMs - hours * hourMs, toMs };
  return askCentre<readonly CheckedFile[]>(chosenState(call).ownerSocket, '/read-back', body);
}

async function checkFile(call: Call, path: string): Promise<CheckedFile> {
  const mask = textOption(call, 'mask');
  if (mask === null) {
    throw new Failure('usage', '--file wants --mask "0.1,0.1;0.3,0.1;0.3,0.4|..."');
  }
  const polygons = mask.split('|').map(parsePolygon);
  const found = await readBackFile({ path, polygons, ffmpegPath: 'ffmpeg' });
  const { frames, checkedPixels, clearPixels } = found;
  return { path, pictures: frames, polygons: polygons.length, checkedPixels, clearPixels };
}

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
