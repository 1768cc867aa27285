/**
 * Cameras, their masks, and the questions that go to a recorder: a probe of an address, a still of
 * what is masked now. A still comes from masked pictures only (MSK-1), because a recorder has no
 * other kind to give.
 */

import { err, Failure, ok } from '@beffroi/kernel';
import {
  CameraChangesBody,
  CameraStateBody,
  CameraView,
  CommuneView,
  IdText,
  MaskVersionView,
  NewCameraBody,
  NewMaskBody,
  ProbeBody,
  ProbeReport,
  strict,
} from '@beffroi/wire';
import { Type } from 'typebox';
import type { Routes } from './contract.ts';
import type { RouteParts } from './parts.ts';
import type { PictureRoutes } from './picture-routes.ts';
import { roomRefusal } from './refusals.ts';

const tag = 'cameras';
const params = strict({ id: IdText });
const maskBytesMax = 256 * 1024;

export function addCameraRoutes(routes: Routes, parts: RouteParts): void {
  const { cameras } = parts.office;

  routes.forPerson(
    {
      method: 'GET',
      url: '/api/communes',
      summary: 'Communes of this centre',
      tag,
      answer: Type.Array(CommuneView),
    },
    (actor) => cameras.communes(actor),
  );
  routes.forPerson(
    {
      method: 'GET',
      url: '/api/cameras',
      summary: 'Cameras, and what the law allows the asker on each now',
      tag,
      answer: Type.Array(CameraView),
    },
    (actor) => cameras.list(actor),
  );
  routes.forPerson(
    {
      method: 'GET',
      url: '/api/cameras/:id',
      summary: 'One camera',
      tag,
      params,
      answer: CameraView,
    },
    (actor, ask) => cameras.one(actor, ask.params.id),
  );
  addCameraChanges(routes, parts);
  addMaskRoutes(routes, parts);
}

function addCameraChanges(routes: Routes, parts: RouteParts): void {
  const { cameras } = parts.office;

  routes.forPerson(
    {
      method: 'POST',
      url: '/api/cameras',
      summary: 'Adds a planned camera',
      tag,
      body: NewCameraBody,
      answer: CameraView,
    },
    (actor, { body }) => cameras.add(actor, body),
  );
  routes.forPerson(
    {
      method: 'PATCH',
      url: '/api/cameras/:id',
      summary: 'Changes a camera; what is absent stays',
      tag,
      params,
      body: CameraChangesBody,
      answer: CameraView,
    },
    (actor, ask) => cameras.change(actor, ask.params.id, ask.body),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/cameras/:id/state',
      summary: 'Moves a camera along its life (VP-09)',
      tag,
      params,
      body: CameraStateBody,
      answer: CameraView,
    },
    (actor, ask) => cameras.setState(actor, ask.params.id, ask.body),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/probe',
      summary: 'Asks a recorder to look at a stream for some seconds (at most 30)',
      tag,
      body: ProbeBody,
      answer: ProbeReport,
    },
    async (actor, { body }) => {
      const may = await cameras.mayProbe(actor);
      return may.ok ? ok(await parts.links.probe(body)) : may;
    },
  );
}

function addMaskRoutes(routes: Routes, parts: RouteParts): void {
  const { cameras } = parts.office;

  routes.forPerson(
    {
      method: 'GET',
      url: '/api/cameras/:id/masks',
      summary: 'Every version of the masks, newest first',
      tag,
      params,
      answer: Type.Array(MaskVersionView),
    },
    (actor, ask) => cameras.masks(actor, ask.params.id),
  );
  routes.forPerson(
    {
      method: 'PUT',
      url: '/api/cameras/:id/masks',
      summary: 'Decides the masks anew, with the reference picture of the moment (VP-22)',
      tag,
      params,
      body: NewMaskBody,
      answer: MaskVersionView,
      bodyBytesMax: maskBytesMax,
    },
    async (actor, { params: { id }, body }) => {
      const camera = await cameras.one(actor, id);
      // A recorder draws nothing for who will be refused, and keeps nobody waiting for it.
      const mayDecide = camera.ok && camera.value.may.changeMasks.allowed;
      return await cameras.setMasks(
        actor,
        id,
        body,
        mayDecide ? await stillOrNone(parts, id) : null,
      );
    },
  );
}

export function addCameraPictures(pictures: PictureRoutes, parts: RouteParts): void {
  const { cameras } = parts.office;

  pictures.add(
    '/api/cameras/:id/still',
    'PNG of the last masked key picture',
    async (actor, id) => {
      const may = await cameras.mayStill(actor, id);
      if (!may.ok) {
        return may;
      }
      const { png } = await parts.links.still(id);
      // A recorder takes up to ten seconds: LIV-21 asks again before anything is given.
      const mayStill = await cameras.mayStill(actor, id);
      if (!mayStill.ok) {
        return mayStill;
      }
      return png === null ? err(roomRefusal('no-picture')) : ok(png);
    },
  );
  pictures.add(
    '/api/masks/:id/reference',
    'PNG that a version of masks was judged on',
    (actor, id) => cameras.maskReference(actor, id),
  );
}

/** A mask decision doesn't wait for a recorder that is away: it is kept without a picture. */
async function stillOrNone(parts: RouteParts, cameraId: string): Promise<Uint8Array | null> {
  try {
    return (await parts.links.still(cameraId)).png;
  } catch (thrown) {
    if (thrown instanceof Failure) {
      return null;
    }
    throw thrown;
  }
}
