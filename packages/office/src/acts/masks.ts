/**
 * Masks (VP-20, VP-22): each decision is a new version with who, when, why and the masked picture it
 * was judged on; none is ever changed or removed. The version in force is part of the camera. A decision
 * is weighed against the one that it replaces (MSK-54), is signed with it, and replaces no other.
 */

import { err, ok, toHex } from '@beffroi/kernel';
import {
  type Camera,
  checkMaskChoice,
  erasureDayOf,
  type MaskVersion,
  maskLiftOf,
} from '@beffroi/town';
import type { MaskVersionView, NewMaskBody } from '@beffroi/wire';
import { commitConfirmed } from '../confirmations/commit-confirmed.ts';
import type { House } from '../house.ts';
import type { Actor, Answer, Cameras } from '../office.ts';
import type { SealedPicture } from '../ports/keys.ts';
import { maskVersionView } from '../views/camera-view.ts';
import { heldCamera } from './cameras.ts';
import type { TracedLive } from './live.ts';

/** A still of 4096 x 2160 is far below; more is no reference. */
const referenceBytesMax = 16 * 1024 * 1024;

export function createMaskActs(
  house: House,
  live: Pick<TracedLive, 'traceStill'>,
): Pick<Cameras, 'masks' | 'setMasks' | 'maskReference' | 'mayStill'> {
  return {
    masks: (actor, cameraId) => masks(house, actor, cameraId),
    setMasks: (actor, cameraId, body, reference) =>
      setMasks(house, actor, cameraId, body, reference),
    maskReference: (actor, id) => maskReference(house, actor, id),
    async mayStill(actor, cameraId) {
      const may = mayStill(house, actor, cameraId);
      if (may.ok) {
        // Stills asked one after the other are a way of watching.
        await live.traceStill(actor, cameraId);
      }
      // SEC-7: the right may have ended while the line was written.
      return may.ok ? mayStill(house, actor, cameraId) : may;
    },
  };
}

async function masks(
  house: House,
  actor: Actor,
  cameraId: string,
): Answer<readonly MaskVersionView[]> {
  if (heldCamera(house, actor, cameraId) === null) {
    return house.refused('unknown-camera');
  }
  const versions = await house.parts.facts.read((facts) => facts.masks.ofCamera(cameraId));
  return ok(versions.map((version) => maskVersionView(house, version)));
}

async function setMasks(
  house: House,
  actor: Actor,
  cameraId: string,
  body: NewMaskBody,
  reference: Uint8Array | null,
): Answer<MaskVersionView> {
  const held = house.memory.cameras.get(cameraId);
  const denied = house.refusalOf(actor, cameraId, { kind: 'change-masks' });
  if (denied !== null || held === undefined) {
    return denied === null ? house.refused('unknown-camera') : err(denied);
  }
  const checked = checkMaskChoice(body.choice);
  if (!checked.ok) {
    return checked;
  }
  const kept = reference !== null && reference.length <= referenceBytesMax ? reference : null;
  const id = house.newId('maskVersion');
  const sealed = kept && (await sealReference(house, held.camera, id, kept));
  const version: MaskVersion = {
    id,
    cameraId: held.camera.id,
    choice: body.choice,
    reason: body.reason,
    decidedBy: actor.person.id,
    decidedAt: house.now(),
    referenceSha256: kept && toHex(house.parts.sha256(kept)),
  };
  const before = held.camera.mask;
  const lift = maskLiftOf(before?.choice ?? null, body.choice);
  const confirmed = {
    actor,
    ask: {
      act: lift === null ? 'change-masks' : 'lift-masks',
      targetIds: [version.cameraId, ...(before === null ? [] : [before.id])],
      body: { ...body, uncovers: lift },
    },
    change: { what: ['cameras'], rights: true },
  } as const;
  return await commitConfirmed(house, confirmed, async (facts, record, confirmation) => {
    const stored = await facts.cameras.one(version.cameraId);
    // MSK-55: decided elsewhere since this process last read the town.
    if (stored === null || stored.camera.mask?.id !== before?.id) {
      return house.refused('masks-changed');
    }
    await facts.masks.put({ version, reference: sealed });
    await facts.cameras.put({ ...stored, camera: { ...stored.camera, mask: version } });
    await record({
      kind: 'mask-redrawn',
      by: actor.person.id,
      about: [version.cameraId, version.id],
      motive: body.reason,
      what: {
        choice: body.choice,
        replaces: before?.id ?? null,
        uncovers: lift && { why: lift.why, zones: [...lift.zones] },
        reference: version.referenceSha256,
        confirmation,
      },
    });
    return ok(maskVersionView(house, version));
  });
}

async function maskReference(house: House, actor: Actor, id: string): Answer<Uint8Array> {
  const kept = await house.parts.facts.read((facts) => facts.masks.one(id));
  const allowed = kept === null ? null : mayStill(house, actor, kept.version.cameraId);
  if (kept === null || kept.reference === null || allowed === null) {
    return house.refused('unknown-thing');
  }
  if (!allowed.ok) {
    return allowed;
  }
  const picture = await house.parts.keyRing.openPicture(kept.reference, id);
  // VP-33: a kept picture that is looked at again is a consultation, however old its masks.
  await house.trace({
    kind: 'mask-reference-viewed',
    by: actor.person.id,
    about: [kept.version.cameraId, id],
    motive: 'technical-check',
    what: {},
  });
  const still = mayStill(house, actor, kept.version.cameraId);
  return still.ok ? ok(picture) : still;
}

/** RET-9: kept as long as what the camera records on that day, under the key of the same day. */
function sealReference(
  house: House,
  camera: Camera,
  id: string,
  picture: Uint8Array,
): Promise<SealedPicture> {
  const { keyRing, settings } = house.parts;
  const days = Math.min(camera.retentionDays, house.profile.retentionDaysMax);
  return keyRing.sealPicture(erasureDayOf(house.nowMs(), days, settings.timeZone), id, picture);
}

/** A still is seen by those who draw masks, and by those who watch the camera live. */
function mayStill(house: House, actor: Actor, cameraId: string) {
  const watching = house.refusalOf(actor, cameraId, { kind: 'watch-live' });
  if (watching === null) {
    return ok(null);
  }
  const drawing = house.refusalOf(actor, cameraId, { kind: 'change-masks' });
  return drawing === null ? ok(null) : err(watching);
}
