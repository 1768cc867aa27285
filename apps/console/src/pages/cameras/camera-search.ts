/**
 * One way of looking for a camera, wherever cameras are listed: any part of its name or place, without
 * accents or case (`cafe` finds `Café`).
 */

import type { CameraView } from '@beffroi/wire';

export function camerasFound(
  cameras: readonly CameraView[],
  search: string,
): readonly CameraView[] {
  const wanted = plain(search);
  return wanted === ''
    ? cameras
    : cameras.filter(({ name, place }) => plain(`${name} ${place}`).includes(wanted));
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
