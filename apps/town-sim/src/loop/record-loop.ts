/**
 * Draws and encodes the loop of one camera, main and sub-stream, once. Run as a process of its own
 * (`node record-loop.ts KEY PATH`), so that the town answers while it works and a crash of a codec
 * costs one loop. About a second and a half of CPU a camera on a small machine.
 */

import { cameraOf } from '../cameras.ts';
import { halvePicture, newPicture } from '../drawing/picture.ts';
import { loopSeconds } from '../scene/journey.ts';
import { openScene } from '../scene/scene.ts';
import { parameterSetsOf, toAccessUnitData } from './annex-b.ts';
import { type Encoded, Encoder } from './encoder.ts';
import { type CameraLoop, type StreamLoop, writeLoop } from './loop-file.ts';

const picturesPerSecond = 12.5;
const picturesInLoop = loopSeconds * picturesPerSecond;
const gopSeconds = 2;
const ticksPerPicture = 90_000 / picturesPerSecond;

/** The loop of a camera of the town; throws for a key that the town doesn't have. */
export async function recordLoop(key: string): Promise<CameraLoop> {
  const camera = cameraOf(key);
  const scene = camera.scene();
  const painter = openScene(scene, camera.masksItself);
  const { width, height } = scene.view;
  const rate = [25, 2] as const;
  const gopPictures = gopSeconds * picturesPerSecond;
  using main = await Encoder.open({ width, height, rate, gopPictures, bitsPerSecond: 1_600_000 });
  using sub = await Encoder.open({
    width: width / 2,
    height: height / 2,
    rate,
    gopPictures,
    bitsPerSecond: 450_000,
  });
  const picture = newPicture(width, height);
  const small = newPicture(width / 2, height / 2);
  const mainPictures: Encoded[] = [];
  const subPictures: Encoded[] = [];
  for (let index = 0; index < picturesInLoop; index++) {
    painter.paint(index / picturesInLoop, picture);
    halvePicture(picture, small);
    keep(mainPictures, main.encode(picture));
    keep(subPictures, sub.encode(small));
  }
  return {
    ticksPerPicture,
    main: toStream(main, mainPictures),
    sub: toStream(sub, subPictures),
  };
}

function keep(pictures: Encoded[], picture: Encoded | undefined): void {
  if (picture) {
    pictures.push(picture);
  }
}

function toStream(encoder: Encoder, pictures: Encoded[]): StreamLoop {
  for (let rest = encoder.drain(); rest; rest = encoder.drain()) {
    pictures.push(rest);
  }
  const first = pictures[0];
  return {
    width: encoder.plan.width,
    height: encoder.plan.height,
    parameterSets: first ? parameterSetsOf(first.annexB) : [],
    pictures: pictures.map(({ key, annexB }) => ({ key, data: toAccessUnitData(annexB) })),
  };
}

if (import.meta.main) {
  const [, , key = '', path = ''] = process.argv;
  await writeLoop(path, await recordLoop(key));
}
