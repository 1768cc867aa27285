/** Recordings kept for justice: placed by whoever is on duty, confirmed and lifted by heads. */

import {
  ConfirmHoldBody,
  HoldView,
  IdText,
  LiftHoldBody,
  NewHoldBody,
  strict,
} from '@beffroi/wire';
import { Type } from 'typebox';
import type { Routes } from './contract.ts';
import type { RouteParts } from './parts.ts';

const tag = 'holds';
const params = strict({ id: IdText });

export function addHoldRoutes(routes: Routes, parts: RouteParts): void {
  const { holds } = parts.office;

  routes.forPerson(
    {
      method: 'GET',
      url: '/api/holds',
      summary: 'What is kept for justice on cameras of one’s reach, newest first, at most 500',
      tag,
      answer: Type.Array(HoldView),
    },
    (actor) => holds.list(actor),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/holds',
      summary: 'Keeps recordings beyond their term (L252-5, VP-38); in force when answered',
      tag,
      body: NewHoldBody,
      answer: HoldView,
    },
    (actor, { body }) => holds.place(actor, body),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/holds/:id/confirm',
      summary: 'Records that what was telephoned has come in writing (RJ-08)',
      tag,
      params,
      body: ConfirmHoldBody,
      answer: HoldView,
    },
    (actor, ask) => holds.confirm(actor, ask.params.id, ask.body.reference),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/holds/:id/lift',
      summary: 'Ends a hold now: what only it kept is erased',
      tag,
      params,
      body: LiftHoldBody,
      answer: HoldView,
    },
    (actor, ask) => holds.lift(actor, ask.params.id, ask.body.reason),
  );
}
