/**
 * Live pictures (LIV-1): decided from memory, at most 60 s at a time, and traced. The first
 * permission of a session on a camera each hour is written in the register before it is given
 * (LIV-9); renewals within the hour cost no write, so they take microseconds and go on while the
 * database is away.
 */

import { type Instant, msFromInstant } from '@beffroi/kernel';
import { type Decision, refusal } from '@beffroi/town';
import { emergencyMark } from '../emergency/reach.ts';
import type { House } from '../house.ts';
import type { Actor, Live } from '../office.ts';
import { OnceTold } from '../once-told.ts';
import { isOpen } from './sessions.ts';

const tracedMs = 3_600_000;

/** Live, and the trace of a masked picture that was fetched alone. */
export interface TracedLive extends Live {
  /** LIV-9 for a still: as if the camera had been opened on the wall. */
  traceStill(actor: Actor, cameraId: string): Promise<void>;
}

export function createLiveActs(house: House): TracedLive {
  const traces = new OnceTold();
  return {
    async decide(actor, cameraId, at) {
      const decision = decideLive(house, actor, cameraId, at);
      if (!decision.allowed) {
        return decision;
      }
      await traceOnce(house, traces, actor, cameraId, msFromInstant(at));
      // SEC-7: the right may have ended while the line was written.
      return decideLive(house, actor, cameraId, at);
    },
    camera: async (cameraId) => house.memory.cameras.get(cameraId)?.camera ?? null,
    maskInForce: (cameraId) => house.memory.cameras.get(cameraId)?.camera.mask?.id ?? null,
    traceStill: (actor, cameraId) => traceOnce(house, traces, actor, cameraId, house.nowMs()),
  };
}

function decideLive(house: House, actor: Actor, cameraId: string, at: Instant): Decision {
  const session = house.sessionById(actor.sessionId);
  if (session === null || !isOpen(session, msFromInstant(at), house.uses.lastMs(session))) {
    return { allowed: false, ...refusal('not-signed-in') };
  }
  // A wall that is watched is in use, though nobody touches the keyboard.
  house.uses.seen(session);
  return house.decide(session.personId, cameraId, { kind: 'watch-live' }, at);
}

async function traceOnce(
  house: House,
  traces: OnceTold,
  actor: Actor,
  cameraId: string,
  atMs: number,
): Promise<void> {
  // OPS-20: what stands on an emergency access is a use of its own.
  const mark = emergencyMark(house, actor, [cameraId], { kind: 'watch-live' });
  const key = `${actor.sessionId} ${cameraId} ${mark.emergency ?? ''}`;
  await traces.tell(key, atMs, tracedMs, () =>
    house.trace({
      kind: 'live-watched',
      by: actor.person.id,
      about: [cameraId],
      motive: 'live-watch',
      what: { session: actor.sessionId, ...mark },
    }),
  );
}
