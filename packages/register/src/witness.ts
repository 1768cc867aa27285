/**
 * The rule of a witness (C2SP tlog-witness, add-checkpoint): somebody else's machine that remembers
 * the last checkpoint of each register and vouches for the next one only when it grows out of it. A
 * register that took an entry back, or tells two people two stories, gets no signature and is told
 * why (REG-7). Whoever runs it keeps `judged.seen` on disk, in one step with the question, before it
 * signs.
 */

import { equalBytes, err, ok, type Result } from '@beffroi/kernel';
import { fromBase64, toBase64 } from './base64.ts';
import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import { hashBytes, type Sha256, type VerifyEd25519 } from './crypto.ts';
import type { Words } from './finding.ts';
import { type NoteKey, openNote, readNote } from './note.ts';
import { verifyConsistency } from './tree-proof.ts';
import { readDecimal } from './utf8-text.ts';

/** What the centre sends: the size that the witness saw last, the proof since, the checkpoint. */
export interface WitnessRequest {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  readonly note: string;
}

/** What a witness remembers of a register. */
export interface SeenCheckpoint {
  readonly size: number;
  readonly root: Uint8Array;
}

/** What the rule needs: keys by name of the register, and what was seen last of it. */
export interface WitnessState {
  readonly sha256: Sha256;
  readonly verify: VerifyEd25519;
  readonly keysOf: (origin: string) => readonly NoteKey[];
  readonly seen: (origin: string) => SeenCheckpoint | undefined;
}

/** Keep `checkpoint` as seen, then sign `text`. */
export interface Judged {
  readonly checkpoint: Checkpoint;
  readonly text: string;
}

export interface WitnessRefusal {
  readonly rule: 'REG-7';
  readonly code: WitnessCode;
  /** Of HTTP, as tlog-witness says. */
  readonly status: 400 | 403 | 404 | 409 | 422;
  readonly words: Words;
  /** What was seen last, for 409. */
  readonly lastSize: number;
}

type WitnessCode = keyof typeof catalogue;

const catalogue = {
  'request-unreadable': [400, 'La demande n’est pas lisible.', 'The request can’t be read.'],
  'origin-unknown': [
    404,
    'Ce témoin ne connaît pas ce registre.',
    'This witness doesn’t know this register.',
  ],
  'signature-wrong': [
    403,
    'Le point de contrôle n’est pas signé par ce registre.',
    'The checkpoint isn’t signed by this register.',
  ],
  rollback: [
    409,
    'Retour en arrière : ce registre a déjà montré {last} écritures, il n’en montre plus que {size}.',
    'Rollback: this register has already shown {last} entries, now it shows only {size}.',
  ],
  'old-size-ahead': [
    400,
    'La taille de départ ({old}) dépasse celle du point de contrôle ({size}).',
    'The old size ({old}) is larger than that of the checkpoint ({size}).',
  ],
  'old-size-differs': [
    409,
    'Le témoin a vu {last} écritures ; la preuve part de {old}.',
    'The witness has seen {last} entries; the proof starts from {old}.',
  ],
  fork: [
    422,
    'Bifurcation : ce registre ne prolonge pas celui que le témoin a vu ({last} écritures). Une écriture a été changée ou retirée.',
    'Fork: this register doesn’t grow out of the one the witness saw ({last} entries). An entry was changed or taken out.',
  ],
  'fork-same-size': [
    409,
    'Bifurcation : à {last} écritures, le témoin a vu une autre racine.',
    'Fork: at {last} entries the witness saw another root.',
  ],
} as const satisfies Record<string, readonly [WitnessRefusal['status'], string, string]>;

/** Whether a witness may vouch for a checkpoint. */
export async function judgeCheckpoint(
  state: WitnessState,
  { oldSize, proof, note }: WitnessRequest,
): Promise<Result<Judged, WitnessRefusal>> {
  const checkpoint = readCheckpoint(readNote(note)?.text ?? '');
  if (checkpoint === undefined) {
    return refuse('request-unreadable');
  }
  const keys = state.keysOf(checkpoint.origin);
  if (keys.length === 0) {
    return refuse('origin-unknown');
  }
  const opened = await openNote(note, keys, state.verify);
  if (!opened.ok) {
    return refuse('signature-wrong');
  }
  const last = state.seen(checkpoint.origin);
  const sizes = { old: oldSize, last: last?.size ?? 0, size: checkpoint.size };
  if (sizes.size < sizes.last) {
    return refuse('rollback', sizes);
  }
  if (sizes.old > sizes.size) {
    return refuse('old-size-ahead', sizes);
  }
  if (sizes.old !== sizes.last) {
    return refuse('old-size-differs', sizes);
  }
  if (last !== undefined && sizes.size === sizes.last && !equalBytes(last.root, checkpoint.root)) {
    return refuse('fork-same-size', sizes);
  }
  if (!grows(state.sha256, last, checkpoint, proof)) {
    return refuse('fork', sizes);
  }
  return ok({ checkpoint, text: opened.value.text });
}

/** The body of a request, as it travels. */
export function writeWitnessRequest({ oldSize, proof, note }: WitnessRequest): string {
  return `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`;
}

/** The request of a body, or undefined when it is none. */
export function readWitnessRequest(body: string): WitnessRequest | undefined {
  const cut = body.indexOf('\n\n');
  const [first = '', ...encoded] = body.slice(0, Math.max(cut, 0)).split('\n');
  const oldSize = first.startsWith('old ') ? readDecimal(first.slice(4)) : undefined;
  const proof = encoded.flatMap((line) => fromBase64(line) ?? []);
  const sound =
    encoded.length <= 63 &&
    proof.length === encoded.length &&
    proof.every((hash) => hash.length === hashBytes);
  return sound && oldSize !== undefined ? { oldSize, proof, note: body.slice(cut + 2) } : undefined;
}

function grows(
  sha256: Sha256,
  last: SeenCheckpoint | undefined,
  checkpoint: Checkpoint,
  proof: readonly Uint8Array[],
): boolean {
  return last === undefined || last.size === 0
    ? proof.length === 0
    : verifyConsistency(
        sha256,
        { oldSize: last.size, size: checkpoint.size },
        last.root,
        checkpoint.root,
        proof,
      );
}

function refuse(
  code: WitnessCode,
  sizes: Readonly<Record<string, number>> = {},
): Result<never, WitnessRefusal> {
  const [status, fr, en] = catalogue[code];
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => String(sizes[name] ?? ''));
  const words = { fr: fill(fr), en: fill(en) };
  return err({ rule: 'REG-7', code, status, words, lastSize: sizes['last'] ?? 0 });
}
