/** Playback's acts, the timeline, and the desk of the person: bookmarks, layouts, alarms, health. */

import { ok } from '@beffroi/kernel';
import type { Actor } from '@beffroi/office';
import {
  AlarmView,
  HealthView,
  IdText,
  LayoutBody,
  LayoutView,
  MomentMs,
  NewBookmarkBody,
  NewViewingBody,
  StillBody,
  strict,
  TimelineView,
  ViewingView,
} from '@beffroi/wire';
import { Type } from 'typebox';
import { Nothing, type Routes } from './contract.ts';
import type { RouteParts } from './parts.ts';

const params = strict({ id: IdText });
const period = strict({ cameraId: IdText, fromMs: MomentMs, toMs: MomentMs });

export function addPlaybackRoutes(routes: Routes, parts: RouteParts): void {
  const { playback, desk } = parts.office;
  const tag = 'recordings';

  routes.forPerson(
    {
      method: 'POST',
      url: '/api/viewings',
      summary: 'Opens a viewing of recordings, with its motive (VP-33)',
      tag,
      body: NewViewingBody,
      answer: ViewingView,
    },
    (actor, { body }) => playback.open(actor, body),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/viewings/:id/stills',
      summary: 'Records that a still is saved, before the page saves it',
      tag,
      params,
      body: StillBody,
      answer: strict({ markId: Type.String() }),
    },
    (actor, ask) => playback.still(actor, ask.params.id, ask.body),
  );
  routes.forPerson(
    {
      method: 'GET',
      url: '/api/timeline',
      summary: 'Recorded spans, gaps with their causes, bookmarks; at most 31 days',
      tag,
      query: period,
      answer: TimelineView,
    },
    (actor, { query }) => playback.timeline(actor, query.cameraId, query.fromMs, query.toMs),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/bookmarks',
      summary: 'Marks an instant of a camera',
      tag,
      body: NewBookmarkBody,
      answer: strict({ id: Type.String() }),
    },
    (actor, { body }) => desk.addBookmark(actor, body),
  );
  routes.forPerson(
    {
      method: 'DELETE',
      url: '/api/bookmarks/:id',
      summary: 'Removes a bookmark',
      tag,
      params,
      answer: Nothing,
    },
    (actor, ask) => desk.removeBookmark(actor, ask.params.id),
  );
}

export function addLayoutRoutes(routes: Routes, parts: RouteParts): void {
  const { desk } = parts.office;
  const tag = 'layouts';

  routes.forPerson(
    {
      method: 'GET',
      url: '/api/layouts',
      summary: 'Saved walls, mine and shared',
      tag,
      answer: Type.Array(LayoutView),
    },
    (actor) => desk.layouts(actor),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/layouts',
      summary: 'Saves a new wall',
      tag,
      body: LayoutBody,
      answer: LayoutView,
    },
    (actor, { body }) => desk.saveLayout(actor, null, body),
  );
  routes.forPerson(
    {
      method: 'PUT',
      url: '/api/layouts/:id',
      summary: 'Saves a wall again',
      tag,
      params,
      body: LayoutBody,
      answer: LayoutView,
    },
    (actor, ask) => desk.saveLayout(actor, ask.params.id, ask.body),
  );
  routes.forPerson(
    {
      method: 'DELETE',
      url: '/api/layouts/:id',
      summary: 'Removes a wall',
      tag,
      params,
      answer: Nothing,
    },
    (actor, ask) => desk.removeLayout(actor, ask.params.id),
  );
}

export function addHealthRoutes(routes: Routes, parts: RouteParts): void {
  const { desk } = parts.office;
  const tag = 'health';

  routes.forPerson(
    {
      method: 'GET',
      url: '/api/alarms',
      summary: 'Alarms, newest first',
      tag,
      answer: Type.Array(AlarmView),
    },
    (actor) => desk.alarms(actor),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/alarms/:id/acknowledge',
      summary: 'Says that a person has seen the alarm',
      tag,
      params,
      answer: Nothing,
    },
    (actor, ask) => desk.acknowledgeAlarm(actor, ask.params.id),
  );
  routes.forPerson(
    {
      method: 'GET',
      url: '/api/health',
      summary: 'Recorders and cameras now, their last hour, and the self-tests of the posts',
      tag,
      answer: HealthView,
    },
    async (actor) => {
      const selfTests = await desk.selfTests(actor);
      return selfTests.ok
        ? ok({ ...(await namedHealth(parts, actor)), selfTests: [...selfTests.value] })
        : selfTests;
    },
  );
}

/** The board knows recorders by ids, people by names; of cameras each sees those of their reach (SEC-4). */
async function namedHealth(parts: RouteParts, actor: Actor): Promise<HealthView> {
  const health = parts.board.health();
  const seen = await parts.office.cameras.list(actor);
  const reach = new Set(seen.ok ? seen.value.map(({ id }) => id) : []);
  const names = await parts.office.recorders.names();
  return {
    ...health,
    recorders: health.recorders.map((recorder) => ({
      ...recorder,
      name: names.get(recorder.id) ?? recorder.name,
    })),
    cameras: health.cameras.filter(({ cameraId }) => reach.has(cameraId)),
  };
}
