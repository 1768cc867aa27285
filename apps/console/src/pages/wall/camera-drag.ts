/**
 * What is carried when something is dragged onto the wall: a camera from the tree or the map, or a
 * place of the wall itself. Our own type of content, so that nothing from elsewhere can be dropped.
 */

const cameraType = 'application/x-beffroi-camera';
const placeType = 'application/x-beffroi-place';

export type Carried =
  | { readonly kind: 'camera'; readonly cameraId: string }
  | { readonly kind: 'place'; readonly index: number };

export function carryCamera(transfer: DataTransfer, cameraId: string): void {
  transfer.setData(cameraType, cameraId);
  transfer.effectAllowed = 'copy';
}

export function carryPlace(transfer: DataTransfer, index: number): void {
  transfer.setData(placeType, String(index));
  transfer.effectAllowed = 'move';
}

/** While something is over a place only its type is known. */
export function isCarried(transfer: DataTransfer): boolean {
  return transfer.types.includes(cameraType) || transfer.types.includes(placeType);
}

export function carriedBy(transfer: DataTransfer): Carried | undefined {
  const cameraId = transfer.getData(cameraType);
  if (cameraId !== '') {
    return { kind: 'camera', cameraId };
  }
  const place = transfer.getData(placeType);
  return place === '' ? undefined : { kind: 'place', index: Number(place) };
}
