/**
 * "Was my picture destroyed?" (VP-58): what became of a camera's pictures over a stretch of time, told
 * from facts and receipts alone; nothing is opened, nothing is shown. Of what justice keeps it says only
 * that it is kept on a judicial ground, never by whom or for what.
 */

import { civilDayOf, type EpochMs, type Instant, instantFromMs } from '@beffroi/kernel';
import { dayWords, dueDayOf, type Words } from '@beffroi/town';
import type { FateView, PictureFate } from '@beffroi/wire';
import { heldBy } from '../erasure/holding.ts';
import type { House } from '../house.ts';
import type { FactsWork } from '../ports/facts.ts';
import { saidIn } from '../said-record.ts';
import { joined } from './paper-register.ts';

const dayMs = 86_400_000;
/** Receipts of a camera: one for each of its days. */
const receiptsMax = 2000;
const filesMax = 20_000;

/** The civil day of an instant, as people write it. */
type DayWords = (at: Instant) => Words;

interface Piece {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly fate: PictureFate;
  readonly words: Words;
  readonly receipt: number | null;
}

/** The whole stretch from first to last, each piece with one fate. */
export async function fatesOf(
  house: House,
  cameraId: string,
  fromMs: EpochMs,
  toMs: EpochMs,
): Promise<FateView[]> {
  const { timeZone } = house.parts.settings;
  const day: DayWords = (at) => dayWords(civilDayOf(at, timeZone));
  const pieces = await house.parts.facts.read(async (facts) => [
    ...(await keptPieces(house, facts, cameraId, fromMs, toMs)),
    ...(await condemnedPieces(facts, cameraId, day)),
    ...(await destroyedPieces(facts, cameraId, fromMs, toMs, day)),
  ]);
  const inside = pieces
    .map((piece) => ({
      ...piece,
      fromMs: Math.max(piece.fromMs, fromMs),
      toMs: Math.min(piece.toMs, toMs),
    }))
    .filter((piece) => piece.toMs > piece.fromMs);
  return merged([...inside, ...missingPieces(house, inside, fromMs, toMs)]);
}

/** What still lies on a recorder, and until when. */
async function keptPieces(
  house: House,
  facts: FactsWork,
  cameraId: string,
  fromMs: EpochMs,
  toMs: EpochMs,
): Promise<Piece[]> {
  const { timeZone } = house.parts.settings;
  const camera = house.memory.cameras.get(cameraId)?.stored.camera;
  const days = Math.min(camera?.retentionDays ?? 0, house.profile.retentionDaysMax);
  const isHeld = await heldBy(house, facts);
  const pieces: Piece[] = [];
  for (const stream of ['main', 'sub'] as const) {
    for (const stored of await facts.recordings.between(cameraId, stream, fromMs, toMs)) {
      const { startMs, sealedKey } = stored.recording;
      const due = dueDayOf({ startMs, keyDay: sealedKey.day }, days, timeZone);
      const held = isHeld(stored);
      pieces.push({
        fromMs: startMs,
        toMs: stored.closed?.endMs ?? house.nowMs(),
        fate: held ? 'held' : 'kept',
        words: held ? heldWords : untilWords(dayWords(due)),
        receipt: null,
      });
    }
  }
  return pieces;
}

/** Between its condemnation and its receipt. */
async function condemnedPieces(
  facts: FactsWork,
  cameraId: string,
  day: DayWords,
): Promise<Piece[]> {
  return (await facts.erasures.all())
    .filter((erasure) => erasure.cameraId === cameraId)
    .map(({ startMs, endMs, condemnedAt }) => ({
      fromMs: startMs,
      toMs: endMs ?? startMs,
      fate: 'being-destroyed' as const,
      words: {
        fr: `Condamné le ${day(condemnedAt).fr} : plus personne ne peut l’ouvrir ; le reçu suivra.`,
        en: `Condemned on ${day(condemnedAt).en}: nobody can open it any more; the receipt follows.`,
      },
      receipt: null,
    }));
}

interface Receipt {
  readonly about: readonly string[];
  readonly what: {
    readonly startMs?: number;
    readonly endMs?: number;
    readonly files?: readonly {
      readonly startMs: number;
      readonly endMs: number | null;
    }[];
  };
}

/** What a receipt says is gone; so is what had to make room, whose file says when it was made. */
async function destroyedPieces(
  facts: FactsWork,
  cameraId: string,
  fromMs: EpochMs,
  toMs: EpochMs,
  day: DayWords,
): Promise<Piece[]> {
  const of = { log: 'recordings', about: cameraId, from: instantFromMs(fromMs) } as const;
  const kinds = ['recordings-erased', 'recording-removed'];
  const receipts = await facts.register.find({ ...of, kinds }, receiptsMax);
  const closed = await facts.register.find(
    { ...of, kinds: ['recording-closed'], to: instantFromMs(toMs + 2 * dayMs) },
    filesMax,
  );
  const madeAt = new Map(
    closed.flatMap(({ record }) => {
      const { about, what }: Receipt = readReceipt(record);
      return [
        [about[0] ?? '', [{ startMs: what.startMs ?? 0, endMs: what.endMs ?? null }]],
      ] as const;
    }),
  );
  return receipts.flatMap(({ at, number, record }) => {
    const { about, what } = readReceipt(record);
    // Of a receipt that is erased or can't be read nothing is said.
    const [recordingId] = about;
    const files = what.files ?? (recordingId === undefined ? [] : madeAt.get(recordingId)) ?? [];
    return files.map(({ startMs, endMs }) => ({
      fromMs: startMs,
      toMs: endMs ?? startMs,
      fate: 'destroyed' as const,
      words: {
        fr: `Détruit le ${day(at).fr} (reçu n° ${number}).`,
        en: `Destroyed on ${day(at).en} (receipt no. ${number}).`,
      },
      receipt: number,
    }));
  });
}

function readReceipt(record: string): Receipt {
  return (saidIn(record) as Receipt | null) ?? { about: [], what: {} };
}

/** What nothing speaks of: never recorded, or so long ago that the register has let it go. */
function missingPieces(
  house: House,
  pieces: readonly Piece[],
  fromMs: EpochMs,
  toMs: EpochMs,
): Piece[] {
  const knownMs = house.nowMs() - house.profile.registerYearsMax * 365 * dayMs + dayMs;
  const missing: Piece[] = [];
  const add = (from: EpochMs, to: EpochMs, fate: 'never-recorded' | 'no-longer-known') => {
    if (to > from) {
      missing.push({ fromMs: from, toMs: to, fate, words: missingWords[fate], receipt: null });
    }
  };
  let atMs = fromMs;
  for (const span of [...joined(pieces), { fromMs: toMs, toMs }]) {
    add(atMs, Math.min(span.fromMs, knownMs), 'no-longer-known');
    add(Math.max(atMs, knownMs), span.fromMs, 'never-recorded');
    atMs = Math.max(atMs, span.toMs);
  }
  return missing;
}

/** In order of time; neighbours that say the same are one. */
function merged(pieces: readonly Piece[]): FateView[] {
  const groups = Map.groupBy(pieces, ({ fate, words }) => `${fate} ${words.fr}`);
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      return first === undefined ? [] : joined(group).map((span) => ({ ...first, ...span }));
    })
    .toSorted((a, b) => a.fromMs - b.fromMs);
}

const heldWords: Words = {
  fr: 'Conservé sur un fondement judiciaire.',
  en: 'Kept on a judicial ground.',
};

const missingWords: Readonly<Record<'never-recorded' | 'no-longer-known', Words>> = {
  'never-recorded': { fr: 'Jamais enregistré.', en: 'Never recorded.' },
  'no-longer-known': {
    fr: 'Le registre de cette époque a été effacé à son terme.',
    en: 'The register of that time was erased at its term.',
  },
};

function untilWords(due: Words): Words {
  return {
    fr: `Pas encore à détruire : le sera le ${due.fr} au plus tard.`,
    en: `Not due yet: destroyed on ${due.en} at the latest.`,
  };
}
