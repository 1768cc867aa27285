/**
 * Draws and encodes the loop of one camera, main and sub-stream, once. Run as a process of its own
 * (`node record-loop.ts KEY PATH`), so that the town answers while it works and a crash of a codec
 * costs one loop. Each group of pictures is told to the parent as soon as it is coded: the camera is
 * shown from its first two seconds on, long before the loop is whole.
 */

import { cameraOf } from '../cameras.ts';
import { halvePicture, newPicture } from '../drawing/picture.ts';
import { loopSeconds } from '../scene/journey.ts';
import { openScene } from '../scene/scene.ts';
import { parameterSetsOf, toAccessUnitData } from './annex-b.ts';
import { type Encoded, Encoder } from './encoder.ts';
import { type CameraLoop, type LoopPicture, type StreamLoop, writeLoop } from './loop-file.ts';

const picturesPerSecond = 12.5;
const picturesInLoop = loopSeconds * picturesPerSecond;
const gopSeconds = 2;
const ticksPerPicture = 90_000 / picturesPerSecond;

/**
 * The loop of a camera of the town; throws for a key that the town doesn't have. `grown` gets the
 * loop so far each time another whole group of pictures is there, but not the last time.
 */
export async function recordLoop(
  key: string,
  grown: (soFar: CameraLoop) => void = () => undefined,
): Promise<CameraLoop> {
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
  const coded = { main: new CodedStream(main), sub: new CodedStream(sub) };
  for (let index = 0; index < picturesInLoop; index++) {
    if (index > 0 && index % gopPictures === 0) {
      grown({ ticksPerPicture, main: coded.main.soFar(), sub: coded.sub.soFar() });
    }
    painter.paint(index / picturesInLoop, picture);
    halvePicture(picture, small);
    coded.main.add(main.encode(picture));
    coded.sub.add(sub.encode(small));
  }
  return { ticksPerPicture, main: coded.main.whole(), sub: coded.sub.whole() };
}

/** The coded pictures of one encoder, in the form of a loop. */
class CodedStream {
  readonly #encoder: Encoder;
  readonly #pictures: LoopPicture[] = [];
  #parameterSets: readonly Uint8Array[] = [];

  constructor(encoder: Encoder) {
    this.#encoder = encoder;
  }

  add(picture: Encoded | undefined): void {
    if (!picture) {
      return;
    }
    if (this.#pictures.length === 0) {
      this.#parameterSets = parameterSetsOf(picture.annexB);
    }
    this.#pictures.push({ key: picture.key, data: toAccessUnitData(picture.annexB) });
  }

  soFar(): StreamLoop {
    const { width, height } = this.#encoder.plan;
    return { width, height, parameterSets: this.#parameterSets, pictures: [...this.#pictures] };
  }

  whole(): StreamLoop {
    for (let rest = this.#encoder.drain(); rest; rest = this.#encoder.drain()) {
      this.add(rest);
    }
    return this.soFar();
  }
}

if (import.meta.main) {
  const [, , key = '', path = ''] = process.argv;
  await writeLoop(path, await recordLoop(key, (soFar) => process.send?.(soFar)));
}
