/**
 * Recorders: their secret, their configuration and the facts they send. A fact is kept once, by the
 * recorder's own count, however often it is sent again; a closed recording and a removed one are
 * written in the register of recordings in the same unit of work (VP-34, VP-35). Recorders are
 * machines: their acts are the system's.
 */

import { toHex, utf8Bytes } from '@beffroi/kernel';
import { noteUnlinked } from '../erasure/receipts.ts';
import type { House } from '../house.ts';
import type { Recorders } from '../office.ts';
import type { FactsWork, StoredRecorder } from '../ports/facts.ts';
import type { RecorderFact } from '../ports/recordings.ts';
import { type ActRecord, entryOf } from '../register-entry.ts';
import { createAlarmActs } from './alarms.ts';
import { createRecorderCameraActs } from './recorder-cameras.ts';
import { configurationFor } from './recorder-configuration.ts';

const secretBytes = 32;

/** Context under which a recorder's secret is sealed. */
export function recorderSecretContext(recorderId: string): string {
  return `recorder ${recorderId}`;
}

/** `unlinked` is told when a recorder has unlinked what was condemned. */
export function createRecorderActs(house: House, unlinked: () => void): Recorders {
  return {
    register: (name) => register(house, name),
    secretOf: (recorderId) => secretOf(house, recorderId),
    names: async () => {
      const all = await house.parts.facts.read((facts) => facts.recorders.all());
      return new Map(all.map(({ id, name }) => [id, name]));
    },
    configurationFor: (recorderId) => configurationFor(house, recorderId),
    async receiveFacts(recorderId, facts) {
      const last = await receiveFacts(house, recorderId, facts);
      if (facts.some(({ fact }) => fact.kind === 'recording-removed' && fact.why === 'term')) {
        unlinked();
      }
      return last;
    },
    ...createAlarmActs(house),
    ...createRecorderCameraActs(house),
  };
}

async function register(house: House, name: string) {
  const recorderId = house.newId('recorder');
  const secret = toHex(house.parts.chance.bytes(secretBytes));
  const recorder: StoredRecorder = {
    id: recorderId,
    name,
    sealedSecret: house.parts.secretBox.seal(utf8Bytes(secret), recorderSecretContext(recorderId)),
    lastSequence: 0,
  };
  await house.commit({ what: ['health'], rights: false }, async (facts, record) => {
    await facts.recorders.put(recorder);
    await record({
      kind: 'recorder-registered',
      by: 'machine-owner',
      about: [recorderId],
      motive: 'system',
      what: { name },
    });
  });
  return { recorderId, secret };
}

async function secretOf(house: House, recorderId: string): Promise<string | null> {
  const recorder = await house.parts.facts.read((facts) => facts.recorders.one(recorderId));
  if (recorder === null) {
    return null;
  }
  const bytes = house.parts.secretBox.open(
    recorder.sealedSecret,
    recorderSecretContext(recorderId),
  );
  return String.fromCharCode(...bytes);
}

async function receiveFacts(
  house: House,
  recorderId: string,
  sent: readonly { readonly sequence: number; readonly fact: RecorderFact }[],
): Promise<number> {
  return house.parts.facts.transact(async (facts) => {
    const recorder = await facts.recorders.one(recorderId);
    if (recorder === null) {
      return 0;
    }
    let last = recorder.lastSequence;
    for (const { sequence, fact } of sent) {
      if (sequence > last) {
        await keep(house, facts, recorderId, fact);
        last = sequence;
      }
    }
    if (last !== recorder.lastSequence) {
      await facts.recorders.put({ ...recorder, lastSequence: last });
    }
    return last;
  });
}

async function keep(
  house: House,
  facts: FactsWork,
  recorderId: string,
  fact: RecorderFact,
): Promise<void> {
  switch (fact.kind) {
    case 'recording-opened':
      return facts.recordings.put({ recording: fact.recording, recorderId, closed: null });
    case 'recording-closed':
      return close(house, facts, recorderId, fact.recording);
    case 'recording-removed':
      return remove(house, facts, recorderId, fact);
    case 'gap':
      return facts.gaps.put(fact.gap);
  }
}

async function close(
  house: House,
  facts: FactsWork,
  recorderId: string,
  recording: Extract<RecorderFact, { kind: 'recording-closed' }>['recording'],
): Promise<void> {
  const { endMs, sizeBytes, sha256, pictures, gops, maskVersions, timeSource, closing, ...rest } =
    recording;
  const condemned = await facts.erasures.one(rest.recordingId);
  if (condemned !== null) {
    // Its facts came after its term: it is named as it was, and never found again.
    return facts.erasures.put({ ...condemned, endMs, sha256 });
  }
  const closed = { endMs, sizeBytes, sha256, pictures, gops, maskVersions, timeSource, closing };
  await facts.recordings.put({ recording: rest, recorderId, closed });
  await append(house, facts, {
    kind: 'recording-closed',
    about: [rest.recordingId, rest.cameraId],
    what: { recorder: recorderId, startMs: rest.startMs, keyDay: rest.sealedKey.day, ...closed },
  });
}

async function remove(
  house: House,
  facts: FactsWork,
  recorderId: string,
  fact: Extract<RecorderFact, { kind: 'recording-removed' }>,
): Promise<void> {
  const { recordingId, why } = fact;
  const wasThere = fact.why === 'disk-floor' || fact.wasThere;
  if ((await noteUnlinked(house, facts, recordingId, wasThere)) || why === 'term') {
    return;
  }
  const kept = await facts.recordings.one(recordingId);
  await facts.recordings.remove(recordingId);
  await append(house, facts, {
    kind: 'recording-removed',
    about: kept === null ? [recordingId] : [recordingId, kept.recording.cameraId],
    what: { recorder: recorderId, why, sha256: kept?.closed?.sha256 ?? null },
  });
}

async function append(
  house: House,
  facts: FactsWork,
  act: Pick<ActRecord, 'kind' | 'about' | 'what'>,
): Promise<void> {
  const entry = entryOf(house.parts, { ...act, log: 'recordings', by: null, motive: 'system' });
  await facts.register.append(entry);
}
