/**
 * Signed notes (C2SP signed-note): a text, an empty line, and signatures that name their key. A note
 * is believed when every signature of a key that we know holds, and one does at least; signatures of
 * strangers are passed over (REG-5).
 */

import { err, ok, type Result, toHex, utf8Bytes } from '@beffroi/kernel';
import { fromBase64, toBase64 } from './base64.ts';
import type { Sha256, SignEd25519, VerifyEd25519 } from './crypto.ts';
import { joined } from './utf8-text.ts';

/** 1: Ed25519 over the text. 4: a witness's Ed25519 over the text and a time. */
export type KeyKind = 1 | 4;

/** A public key and the name that it signs under. */
export interface NoteKey {
  readonly name: string;
  readonly kind: KeyKind;
  /** First four bytes of a hash over name, kind and key, in hexadecimal. */
  readonly id: string;
  readonly publicKey: Uint8Array;
}

export interface NoteSignature {
  readonly name: string;
  readonly id: string;
  readonly bytes: Uint8Array;
}

export interface Note {
  /** With its last newline, without the empty line. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface Signer {
  readonly key: NoteKey;
  readonly sign: SignEd25519;
}

/** Who vouches: the key, and for a witness the second at which it did. */
export interface Voucher {
  readonly key: NoteKey;
  readonly atSeconds: number | null;
}

export type NoteFault = 'note-unreadable' | 'signature-wrong' | 'signature-missing';

export const noteLimits = { signatures: 100, letters: 1_000_000 } as const;

const keyBytes = 32;
const signatureBytes = 64;
/** The last that a date can say. */
const lastSecond = 8_640_000_000_000;
const nameShape = /^[^\s+]+$/u;
const dash = '\u2014';

export function noteKey(
  sha256: Sha256,
  name: string,
  publicKey: Uint8Array,
  kind: KeyKind = 1,
): NoteKey {
  const digest = sha256(joined(name, '\n', Uint8Array.of(kind), publicKey));
  return { name, kind, id: toHex(digest.subarray(0, 4)), publicKey };
}

/** `name+id+key`: one line that a person can copy. */
export function writeKey({ name, id, kind, publicKey }: NoteKey): string {
  return `${name}+${id}+${toBase64(joined(Uint8Array.of(kind), publicKey))}`;
}

/** The key of such a line, or undefined when it is none or its id isn't its own. */
export function readKey(sha256: Sha256, line: string): NoteKey | undefined {
  const [, name = '', id = '', encoded = ''] =
    /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(line) ?? [];
  const bytes = fromBase64(encoded);
  const kind = bytes?.[0];
  if (bytes?.length !== 1 + keyBytes || (kind !== 1 && kind !== 4)) {
    return undefined;
  }
  const key = noteKey(sha256, name, bytes.subarray(1), kind);
  return key.id === id ? key : undefined;
}

/** Parts of a note, believed or not; undefined when it isn't one. */
export function readNote(whole: string): Note | undefined {
  const cut = whole.lastIndexOf('\n\n');
  if (cut < 0 || whole.length > noteLimits.letters || !whole.endsWith('\n') || hasControl(whole)) {
    return undefined;
  }
  const signatures: NoteSignature[] = [];
  for (const line of whole.slice(cut + 2, -1).split('\n')) {
    const [mark, name = '', encoded = '', ...more] = line.split(' ');
    const bytes = fromBase64(encoded);
    if (mark !== dash || more.length > 0 || !nameShape.test(name) || (bytes?.length ?? 0) < 5) {
      return undefined;
    }
    const signed = bytes ?? new Uint8Array();
    signatures.push({ name, id: toHex(signed.subarray(0, 4)), bytes: signed.subarray(4) });
  }
  return signatures.length > noteLimits.signatures
    ? undefined
    : { text: whole.slice(0, cut + 1), signatures };
}

/** The note of a text with one signature. */
export async function signNote(text: string, { key, sign }: Signer): Promise<string> {
  return `${text}\n${signatureLine(key, await sign(utf8Bytes(text)))}`;
}

/** One more line for a note: `— name signature`. */
export function signatureLine({ name, id }: NoteKey, signature: Uint8Array): string {
  const idBytes = Uint8Array.from([0, 2, 4, 6], (at) => Number.parseInt(id.slice(at, at + 2), 16));
  return `${dash} ${name} ${toBase64(joined(idBytes, signature))}\n`;
}

/** Who of the known keys vouches for a note. */
export async function openNote(
  whole: string,
  keys: readonly NoteKey[],
  verify: VerifyEd25519,
): Promise<Result<{ readonly text: string; readonly vouchers: readonly Voucher[] }, NoteFault>> {
  const note = readNote(whole);
  if (note === undefined) {
    return err('note-unreadable');
  }
  const vouchers: Voucher[] = [];
  for (const { name, id, bytes } of note.signatures) {
    const key = keys.find((one) => one.name === name && one.id === id);
    if (key !== undefined) {
      const voucher = await checkSignature(note.text, key, bytes, verify);
      if (voucher === undefined) {
        return err('signature-wrong');
      }
      vouchers.push(voucher);
    }
  }
  return vouchers.length === 0 ? err('signature-missing') : ok({ text: note.text, vouchers });
}

/** What a witness signs: the text under a time (C2SP tlog-cosignature). */
export function cosignedMessage(text: string, atSeconds: number): Uint8Array {
  return utf8Bytes(`cosignature/v1\ntime ${atSeconds}\n${text}`);
}

async function checkSignature(
  text: string,
  key: NoteKey,
  bytes: Uint8Array,
  verify: VerifyEd25519,
): Promise<Voucher | undefined> {
  if (key.kind === 1) {
    const holds =
      bytes.length === signatureBytes && (await verify(key.publicKey, utf8Bytes(text), bytes));
    return holds ? { key, atSeconds: null } : undefined;
  }
  const atSeconds = bytes.subarray(0, 8).reduce((sum, byte) => sum * 256 + byte, 0);
  const holds =
    bytes.length === 8 + signatureBytes &&
    atSeconds <= lastSecond &&
    (await verify(key.publicKey, cosignedMessage(text, atSeconds), bytes.subarray(8)));
  return holds ? { key, atSeconds } : undefined;
}

/** Control characters but the newline (a note has none). */
function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 && code !== 0x0a) {
      return true;
    }
  }
  return false;
}
