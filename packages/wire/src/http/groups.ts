/** `/api/camera-groups`: groups of cameras that clearances name (OPS-15). */

import { type Static, Type } from 'typebox';
import { IdText, LineText, strict } from './common.ts';

const CameraIds = Type.Array(IdText, { maxItems: 1000, uniqueItems: true });

export const CameraGroupView = strict({
  id: IdText,
  communeId: IdText,
  name: Type.String(),
  cameraIds: Type.Array(IdText),
});
export type CameraGroupView = Static<typeof CameraGroupView>;

/** Body of `POST /api/camera-groups`. */
export const NewCameraGroupBody = strict({
  communeId: IdText,
  name: LineText,
  cameraIds: CameraIds,
});
export type NewCameraGroupBody = Static<typeof NewCameraGroupBody>;

/** Body of `PATCH /api/camera-groups/:id`: reach follows at once. */
export const CameraGroupChangesBody = Type.Partial(
  strict({ name: LineText, cameraIds: CameraIds }),
  {
    additionalProperties: false,
  },
);
export type CameraGroupChangesBody = Static<typeof CameraGroupChangesBody>;
