/** Emergency access (OPS-17 to OPS-20). The office decides; taking one is a sensitive act (SEC-30). */

import {
  EmergencyView,
  IdText,
  NewEmergencyBody,
  ReviewEmergencyBody,
  strict,
} from '@beffroi/wire';
import { Type } from 'typebox';
import type { Routes } from './contract.ts';
import type { RouteParts } from './parts.ts';

const tag = 'people';
const params = strict({ id: IdText });
const url = '/api/emergencies';

export function addEmergencyRoutes(routes: Routes, parts: RouteParts): void {
  const { emergencies } = parts.office;

  routes.forPerson(
    {
      method: 'GET',
      url,
      summary: 'Emergency accesses: one’s own, and those that one may review',
      tag,
      answer: Type.Array(EmergencyView),
    },
    (actor) => emergencies.list(actor),
  );
  routes.forPerson(
    {
      method: 'POST',
      url,
      summary: 'Takes an emergency access: pictures of one’s communes, for minutes, aloud',
      tag,
      body: NewEmergencyBody,
      answer: EmergencyView,
    },
    (actor, { body }) => emergencies.take(actor, body),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: `${url}/:id/end`,
      summary: 'Ends an emergency access: its pictures are cut at once',
      tag,
      params,
      answer: EmergencyView,
    },
    (actor, ask) => emergencies.end(actor, ask.params.id),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: `${url}/:id/review`,
      summary: 'Says of an emergency access that is over whether it was justified',
      tag,
      params,
      body: ReviewEmergencyBody,
      answer: EmergencyView,
    },
    (actor, ask) => emergencies.review(actor, ask.params.id, ask.body),
  );
}
