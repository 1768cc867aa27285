/**
 * `beffroi read-back CAMERA`: decodes what was recorded with Debian's own ffmpeg and looks inside
 * the masks that were in force, in luma and chroma (MSK-6). `--file FILE --mask POLYGONS` checks any
 * video file. No picture is shown to anybody. It says how sure it is: a solid mask of ours has one
 * known colour; of a mosaic or of a camera's own mask only that it is of one colour can be seen.
 */

import { Failure } from '@beffroi/kernel';
import { type HiddenHow, readBackFile } from '@beffroi/mask-engine';
import { askCentre } from '../owner-client.ts';
import { chosenCentre, stateOption } from '../state-option.ts';
import {
  type Call,
  noMoreWords,
  numberOption,
  oneOfOption,
  onlyWord,
  textOption,
  type Verb,
} from '../verb.ts';

interface CheckedFile {
  readonly path: string;
  readonly pictures: number;
  readonly width: number;
  readonly height: number;
  readonly masks: readonly HiddenHow[];
  readonly polygons: number;
  readonly uncheckedPolygons: number;
  readonly checkedPixels: number;
  readonly clearPixels: number;
}

const hourMs = 3_600_000;
const styles: Readonly<Record<string, HiddenHow>> = {
  solid: 'solid',
  mosaic: 'mosaic',
  camera: 'flat',
};
const said: Readonly<Record<HiddenHow, string>> = {
  solid: 'solid: every sample has the colour of the mask',
  mosaic: 'mosaic: every block of the grid is of one colour',
  flat: 'masked by the camera: every polygon is of one colour, as a blank wall is',
  nothing: 'declared to need no mask: nothing is looked at',
};

export const readBackVerb: Verb = {
  name: 'read-back',
  usage:
    'read-back CAMERA [--hours N], or --file FILE --mask POLYGONS [--style solid|mosaic|camera]',
  about: 'decodes recordings with ffmpeg and counts clear samples under their masks',
  options: {
    ...stateOption,
    hours: { type: 'string', value: 'NUMBER', about: 'how far back; 1, at most 24' },
    file: { type: 'string', value: 'FILE', about: 'check this video file instead of a camera' },
    mask: { type: 'string', value: 'POLYGONS', about: 'its masks: "0.1,0.1;0.3,0.1;0.3,0.4|..."' },
    style: { type: 'string', value: 'STYLE', about: 'of --file: solid, mosaic or camera; solid' },
  },
  async run(call) {
    const file = textOption(call, 'file');
    const checked = file === null ? await checkCamera(call) : [await checkFile(call, file)];
    call.print(checked, [...checked.map(lineOf), ...checked.flatMap(doubtsOf), ...keyOf(checked)]);
    if (checked.some((one) => one.clearPixels > 0)) {
      process.exitCode = 1;
    }
  },
};

function lineOf(one: CheckedFile): string {
  const { path, width, height, pictures, polygons, masks, checkedPixels, clearPixels } = one;
  return (
    `${path}: ${width}x${height}, ${pictures} pictures, ${polygons} polygons ` +
    `(${masks.join(', ') || 'none'}), ${checkedPixels} samples looked at, ${clearPixels} clear`
  );
}

function doubtsOf({ path, uncheckedPolygons }: CheckedFile): readonly string[] {
  return uncheckedPolygons === 0
    ? []
    : [`${path}: ${uncheckedPolygons} polygons are too small to be looked at`];
}

function keyOf(checked: readonly CheckedFile[]): readonly string[] {
  return [...new Set(checked.flatMap((one) => one.masks))].map((how) => `  ${said[how]}`);
}

async function checkCamera(call: Call): Promise<readonly CheckedFile[]> {
  const cameraId = onlyWord(
    call,
    'which camera: beffroi read-back CAMERA, an id of beffroi camera list',
  );
  const hours = numberOption(call, 'hours', 1, { min: 0.01, max: 24 });
  const toMs = Date.now();
  const body = { cameraId, fromMs: toMs - hours * hourMs, toMs };
  return askCentre<readonly CheckedFile[]>(
    (await chosenCentre(call)).ownerSocket,
    '/read-back',
    body,
  );
}

async function checkFile(call: Call, path: string): Promise<CheckedFile> {
  noMoreWords(call.words);
  const mask = textOption(call, 'mask');
  const style = oneOfOption(call, 'style', ['solid', 'mosaic', 'camera']) ?? 'solid';
  const how = styles[style];
  if (mask === null || how === undefined) {
    throw new Failure('usage', '--file wants --mask "0.1,0.1;0.3,0.1;0.3,0.4|..."');
  }
  const polygons = mask.split('|').map(parsePolygon);
  const parts = [{ pictures: Number.POSITIVE_INFINITY, how, polygons }];
  const found = await readBackFile({ path, parts, ffmpegPath: 'ffmpeg' });
  const { frames, width, height, uncheckedPolygons, checkedPixels, clearPixels } = found;
  return {
    path,
    pictures: frames,
    ...{ width, height, masks: [how], polygons: polygons.length },
    ...{ uncheckedPolygons, checkedPixels, clearPixels },
  };
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
