/** Groups of cameras (OPS-15). The office decides who may change one and what that opens or cuts. */

import {
  CameraGroupChangesBody,
  CameraGroupView,
  IdText,
  NewCameraGroupBody,
  strict,
} from '@beffroi/wire';
import { Type } from 'typebox';
import { Nothing, type Routes } from './contract.ts';
import type { RouteParts } from './parts.ts';

const tag = 'people';
const params = strict({ id: IdText });
const url = '/api/camera-groups';

export function addGroupRoutes(routes: Routes, parts: RouteParts): void {
  const { cameraGroups } = parts.office;

  routes.forPerson(
    {
      method: 'GET',
      url,
      summary: 'Groups of cameras, of communes whose people one manages',
      tag,
      answer: Type.Array(CameraGroupView),
    },
    (actor) => cameraGroups.list(actor),
  );
  routes.forPerson(
    {
      method: 'POST',
      url,
      summary: 'Makes a group of cameras of one commune',
      tag,
      body: NewCameraGroupBody,
      answer: CameraGroupView,
    },
    (actor, { body }) => cameraGroups.add(actor, body),
  );
  routes.forPerson(
    {
      method: 'PATCH',
      url: `${url}/:id`,
      summary: 'Changes a group: the reach of each clearance that names it follows at once',
      tag,
      params,
      body: CameraGroupChangesBody,
      answer: CameraGroupView,
    },
    (actor, ask) => cameraGroups.change(actor, ask.params.id, ask.body),
  );
  routes.forPerson(
    {
      method: 'DELETE',
      url: `${url}/:id`,
      summary: 'Removes a group that no clearance in force or to come names',
      tag,
      params,
      answer: Nothing,
    },
    (actor, ask) => cameraGroups.remove(actor, ask.params.id),
  );
}
