/** Persons, their clearances and their one-time links. The office decides who may do what. */

import { ok } from '@beffroi/kernel';
import {
  EnrolLinkView,
  IdText,
  NewClearanceBody,
  NewPersonBody,
  PersonChangesBody,
  PersonView,
  RevokeBody,
  SuspendBody,
  strict,
} from '@beffroi/wire';
import { Type } from 'typebox';
import type { Routes } from './contract.ts';
import type { RouteParts } from './parts.ts';
import { placeOf } from './sign-in-routes.ts';

const tag = 'people';
const params = strict({ id: IdText });

export function addPeopleRoutes(routes: Routes, parts: RouteParts): void {
  const { people } = parts.office;

  routes.forPerson(
    {
      method: 'GET',
      url: '/api/people',
      summary: 'Persons and clearances',
      tag,
      answer: Type.Array(PersonView),
    },
    (actor) => people.list(actor),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/people',
      summary: 'Adds a named person',
      tag,
      body: NewPersonBody,
      answer: PersonView,
    },
    (actor, { body }) => people.add(actor, body),
  );
  routes.forPerson(
    {
      method: 'PATCH',
      url: '/api/people/:id',
      summary: 'Changes name or post, or records that the person has left',
      tag,
      params,
      body: PersonChangesBody,
      answer: PersonView,
    },
    (actor, ask) => people.change(actor, ask.params.id, ask.body),
  );
  addClearanceRoutes(routes, parts);
}

function addClearanceRoutes(routes: Routes, parts: RouteParts): void {
  const { people, sessions } = parts.office;

  routes.forPerson(
    {
      method: 'POST',
      url: '/api/people/:id/clearances',
      summary: 'Issues a clearance (VP-40)',
      tag,
      params,
      body: NewClearanceBody,
      answer: PersonView,
    },
    (actor, ask) => people.addClearance(actor, ask.params.id, ask.body),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/clearances/:id/suspend',
      summary: 'Suspends a clearance: its pictures are cut at once',
      tag,
      params,
      body: SuspendBody,
      answer: PersonView,
    },
    (actor, ask) => people.suspendClearance(actor, ask.params.id, ask.body.reason),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/people/:id/revoke',
      summary: 'Takes back every way in of a person and ends their sessions (a lost device)',
      tag,
      params,
      body: RevokeBody,
      answer: PersonView,
    },
    (actor, ask) => people.revokeWaysIn(actor, ask.params.id, ask.body.reason),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/people/:id/link',
      summary: 'Makes a one-time enrolment link, shown once',
      tag,
      params,
      answer: EnrolLinkView,
    },
    async (actor, { params: { id }, request }) => {
      const made = await sessions.newEnrolment(actor, id);
      return made.ok
        ? ok({
            url: `${placeOf(request, parts).origin}/enrol/${made.value.token}`,
            until: made.value.until,
          })
        : made;
    },
  );
}
