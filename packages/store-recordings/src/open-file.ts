/**
 * Opens a new recording file for a track: key, name, marker, header, syncs, announcement, in that
 * order. A name already taken (two changes of format in one second, the hour that comes twice in
 * October) gets a number. Whatever fails leaves nothing announced.
 */

import { dirname, join } from 'node:path';
import { civilDayOf, Failure, instantFromMs, minuteOfDay, newId } from '@beffroi/kernel';
import { purposeOf, type RecordingIdentity } from '@beffroi/office';
import type { StreamFormat } from '@beffroi/picture';
import { saltBytes } from './chunked-encryption.ts';
import { errorCode } from './disk.ts';
import { RecordingFile } from './recording-file.ts';
import { markerFolder, markerPath } from './recovery.ts';
import { type StoreContext, storeLimits, type TrackName } from './store-context.ts';

const namesMax = 20;

export async function openFile(
  context: StoreContext,
  track: TrackName,
  startMs: number,
  format: StreamFormat,
): Promise<RecordingFile> {
  const day = civilDayOf(instantFromMs(startMs), context.timeZone);
  const { cameraId, stream, fence } = track;
  const keyDay = context.erasureDay(cameraId, startMs);
  const { hour } = purposeOf({ site: context.site, cameraId, startMs });
  const { dataKey, sealed } = await context.dataKeys.keyFor(cameraId, keyDay, hour);
  const folder = `${cameraId}/${day}`;
  await context.disk.makeDirectory(join(context.directory, folder));
  const stem = `${folder}/${stream}-${timeOfDay(startMs, context.timeZone)}`;
  for (let number = 1; number <= namesMax; number++) {
    const path = number === 1 ? `${stem}.bfr` : `${stem}-${number}.bfr`;
    const identity: RecordingIdentity = {
      recordingId: newId('recording', context.chance.bytes(10)),
      site: context.site,
      cameraId,
      stream,
      startMs,
      fence,
      path,
      sealedKey: sealed,
    };
    const file = await createFile(context, identity, dataKey, format);
    if (file !== undefined) {
      context.counters.bytesWritten += file.sizeBytes;
      context.tell({ kind: 'recording-opened', recording: identity });
      return file;
    }
  }
  throw new Failure(
    'disk-failed',
    `${join(context.directory, stem)}.bfr and ${namesMax - 1} names like it are taken: check the clock and who else writes there`,
  );
}

/** Undefined when the name is taken. */
async function createFile(
  context: StoreContext,
  identity: RecordingIdentity,
  dataKey: Uint8Array,
  format: StreamFormat,
): Promise<RecordingFile | undefined> {
  const { directory, disk } = context;
  const marker = markerPath(directory, identity.path);
  if (!(await createMarker(context, marker))) {
    return undefined;
  }
  const { name, place } = context.places(identity.cameraId);
  const label = {
    ...identity,
    cameraName: name.slice(0, storeLimits.placeLength),
    place: place.slice(0, storeLimits.placeLength),
  };
  try {
    await context.syncFolder(join(directory, markerFolder));
    const file = await RecordingFile.create(disk, {
      directory,
      identity,
      dataKey,
      salt: context.chance.bytes(saltBytes),
      format,
      label: labelOf(label),
      slabs: context.slabs,
    });
    context.counters.syncs += 1;
    await context.syncFolder(join(directory, dirname(identity.path)));
    return file;
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') {
      await disk.remove(marker);
      return undefined;
    }
    // The marker stays: what was begun is cleared away, or closed, by recovery.
    context.leftOpen(identity.path);
    throw thrown;
  }
}

async function createMarker({ disk }: StoreContext, marker: string): Promise<boolean> {
  try {
    await (await disk.create(marker)).close();
    return true;
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') {
      return false;
    }
    throw thrown;
  }
}

function labelOf(label: RecordingIdentity & { cameraName: string; place: string }) {
  const { recordingId, site, cameraId, cameraName, place, stream, startMs } = label;
  return { recordingId, site, cameraId, cameraName, place, stream, startMs };
}

/** `00-52-17` in the town's civil time. */
function timeOfDay(atMs: number, timeZone: string): string {
  const minutes = minuteOfDay(instantFromMs(atMs), timeZone);
  const parts = [Math.floor(minutes / 60), minutes % 60, Math.floor(atMs / 1000) % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}
