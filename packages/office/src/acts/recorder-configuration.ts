/**
 * What a recorder is to do (RecorderConfiguration): its cameras with address and credentials, their
 * masks, whether to record and if not why, and the public keys of the days on which what it records
 * must be erased (RET-4), so that a recorder cut off from the centre goes on for two days. A camera that nobody holds goes to the recorder that asks.
 */

import { addDays, civilDayOf } from '@beffroi/kernel';
import { isHolding, isWithin } from '@beffroi/town';
import type { LinkCamera, LinkHold, LinkStream, RecorderConfiguration } from '@beffroi/wire';
import type { House } from '../house.ts';
import type { StoredCamera } from '../ports/facts.ts';
import { toBase64Url } from '../text-forms.ts';
import type { HeldCamera } from '../town-memory.ts';
import { cameraSecretContext } from './cameras.ts';

/** A recorder cut off from the centre goes on for this many days. */
const daysAlone = 2;

export async function configurationFor(
  house: House,
  recorderId: string,
): Promise<RecorderConfiguration> {
  await takeFreeCameras(house, recorderId);
  const { settings, keyRing } = house.parts;
  const today = civilDayOf(house.now(), settings.timeZone);
  // What is recorded today is erased tomorrow at the earliest: a dead key is never given out.
  const keyDays = house.profile.retentionDaysMax + daysAlone;
  const keys = await keyRing.dayPublicKeys(addDays(today, 1), keyDays);
  return {
    site: settings.site,
    timeZone: settings.timeZone,
    cameras: [...house.memory.cameras.values()]
      .filter(({ stored }) => stored.recorderId === recorderId)
      .map((held) => linkCamera(house, held)),
    dayKeys: keys.map(({ keyId, day, publicKey }) => ({
      keyId,
      day,
      publicKey: toBase64Url(publicKey),
    })),
    holds: await holdsInForce(house),
    syncPolicy: settings.recorder.syncPolicy,
    diskFloor: settings.recorder.diskFloor,
    maskCoresMax: settings.recorder.maskCoresMax,
  };
}

/** HLD-4: of every camera, because its files may be with a recorder that had it before. */
async function holdsInForce(house: House): Promise<readonly LinkHold[]> {
  const { timeZone } = house.parts.settings;
  const lasting = await house.parts.facts.read((facts) => facts.holds.lasting());
  return lasting
    .filter(({ hold }) => isHolding(hold, house.profile, timeZone, house.nowMs()))
    .flatMap(({ hold: { cameraIds, fromMs, toMs } }) =>
      cameraIds.map((cameraId) => ({ cameraId, fromMs, toMs })),
    );
}

async function takeFreeCameras(house: House, recorderId: string): Promise<void> {
  const free = [...house.memory.cameras.values()].some(({ stored }) => stored.recorderId === null);
  if (!free) {
    return;
  }
  await house.parts.facts.transact(async (facts) => {
    const recorder = await facts.recorders.one(recorderId);
    for (const stored of recorder === null ? [] : await facts.cameras.all()) {
      if (stored.recorderId === null && recorder !== null) {
        await facts.cameras.put({ ...stored, recorderId: recorder.id, fence: stored.fence + 1 });
      }
    }
  });
  await house.refresh();
}

function linkCamera(house: House, held: HeldCamera): LinkCamera {
  const { camera } = held.stored;
  const why = whyNotRecorded(house, held);
  const { main, sub, mask } = camera;
  return {
    id: camera.id,
    name: camera.name,
    place: camera.place,
    fence: held.stored.fence,
    retentionDays: Math.min(camera.retentionDays, house.profile.retentionDaysMax),
    record: why === null,
    why,
    main: linkStream(house, held.stored, main.url),
    sub: sub === null ? null : linkStream(house, held.stored, sub.url),
    mask: mask && { versionId: mask.id, choice: mask.choice },
  };
}

/** VP-04, VP-05, VP-09: no recording out of service or without an order in force; then MSK-1. */
function whyNotRecorded(house: House, held: HeldCamera): LinkCamera['why'] {
  const { camera, authorised } = held;
  const isAuthorised = authorised !== null && isWithin(authorised, house.nowMs());
  if (camera.state.kind !== 'in-service' || !isAuthorised) {
    return 'authorisation-missing';
  }
  return camera.mask === null ? 'mask-missing' : null;
}

/** A camera that is only planned, or withdrawn, isn't spoken to: its credentials stay here. */
function linkStream(house: House, stored: StoredCamera, url: string): LinkStream {
  const { kind } = stored.camera.state;
  if (kind === 'planned' || kind === 'withdrawn') {
    return { url, username: null, password: null };
  }
  const sealed = stored.sealedPassword;
  const password =
    sealed && utf8Text(house.parts.secretBox.open(sealed, cameraSecretContext(stored.camera.id)));
  return { url, username: stored.username, password };
}

/** UTF-8 to text without the platform's decoder; the bytes are our own encoding. */
function utf8Text(bytes: Uint8Array): string {
  return decodeURIComponent(
    [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}
