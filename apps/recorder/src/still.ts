/**
 * Stills of masked pictures only (MSK-5). A running camera gives the key picture of its ring. One
 * that is not running yet is opened for a moment behind its mask, or, when none was drawn, behind
 * the veil: the whole picture in coarse mosaic, enough to place a polygon and too little to look
 * into a window.
 */

import { Failure } from '@beffroi/kernel';
import type { MaskSettings } from '@beffroi/office';
import { isSameShape, type MaskedAccessUnit, veil } from '@beffroi/picture';
import { veilVersion } from '@beffroi/wire';
import type { CameraPost } from './camera-post.ts';
import { Feed } from './feed.ts';
import { openServerPipeline, type PipelineParts, serverSettings } from './pipeline.ts';

const openMsMax = 12_000;

export interface Still {
  readonly png: Uint8Array;
  readonly atMs: number;
  readonly maskVersion: string;
}

export async function takeStill(
  post: CameraPost,
  parts: PipelineParts & {
    readonly after: (ms: number, what: () => void) => () => void;
  },
): Promise<Still | null> {
  const key = runningKey(post) ?? (await keyBehindMask(post, parts));
  if (key === null) {
    return null;
  }
  const png = await parts.desk.still(key);
  return { png, atMs: key.receivedMs, maskVersion: key.mask.version };
}

/** Masks are drawn on a still (MSK-18): the sub-stream stands in where a zone lies at the same place. */
export function runningKey(post: Pick<CameraPost, 'feed'>): MaskedAccessUnit | null {
  const [main, sub] = [post.feed('main'), post.feed('sub')];
  const [drawnOn, shown] = [main?.currentFormat ?? null, sub?.currentFormat ?? null];
  const isAlike = drawnOn !== null && shown !== null && isSameShape(drawnOn, shown);
  return main?.ring.key() ?? (isAlike ? (sub?.ring.key() ?? null) : null);
}

async function keyBehindMask(
  post: CameraPost,
  parts: PipelineParts & { readonly after: (ms: number, what: () => void) => () => void },
): Promise<MaskedAccessUnit | null> {
  const { camera } = post;
  if (post.feed('main') !== null && camera.mask !== null) {
    // It runs but has no picture now: there is nothing to show.
    return null;
  }
  const mask: MaskSettings =
    camera.mask?.choice.mode === 'server'
      ? serverSettings(camera.mask)
      : { geometry: veil(), mark: { mode: 'server', version: veilVersion } };
  const feed = new Feed(null);
  const pipeline = openServerPipeline(camera, mask, { main: feed, sub: null }, parts);
  try {
    return await firstKey(feed, parts.after);
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === 'no-picture') {
      return null;
    }
    throw thrown;
  } finally {
    await pipeline.close();
  }
}

function firstKey(
  feed: Feed,
  after: (ms: number, what: () => void) => () => void,
): Promise<MaskedAccessUnit> {
  return new Promise((resolve, reject) => {
    const cancel = after(openMsMax, () =>
      reject(new Failure('no-picture', 'the camera gave no picture within 12 s')),
    );
    feed.watch({
      format: () => undefined,
      stopped: () => undefined,
      picture: (unit) => {
        if (unit.key) {
          cancel();
          resolve({ ...unit, data: new Uint8Array(unit.data) });
        }
      },
    });
  });
}
