/**
 * A register as files: what anybody can copy, keep and check. Checkpoint, tiles and entries lie as
 * C2SP tlog-tiles says; beside them records with their salts until their term, checkpoints kept from
 * before, and time-stamps over these. Nothing here reads: the caller brings a reader.
 */

import { canonicalJson, type Json } from '@beffroi/kernel';
import { toBase64 } from './base64.ts';
import type { SaltedRecord } from './entry.ts';
import { bytesOf, readObject } from './log-proof.ts';
import { numberPath } from './tile.ts';
import { utf8Text } from './utf8-text.ts';

export interface RegisterReader {
  /** The bytes of a file, or undefined when there is none; of a larger one `fileBytesMax + 1` will do. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** The names of the files in a folder; none when there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
}

/** Far above any file of a register: what is larger is none, and is not read (REG-22). */
export const fileBytesMax = 64 * 1024 * 1024;

export const checkpointPath = 'checkpoint';
/** Signed checkpoints kept from before, each named by its size. */
export const formerFolder = 'checkpoints';
/** RFC 3161 answers over the text of a checkpoint: `SIZE.tsr`. */
export const timeStampFolder = 'timestamps';

/** Records of a bundle of 256 entries, one JSON line each. */
export function recordsPath(index: number): string {
  return `records/${numberPath(index)}.jsonl`;
}

/** What a folder says of one record: it, or that its term came. */
export type RecordLine =
  | { readonly kind: 'kept'; readonly salted: SaltedRecord }
  | { readonly kind: 'erased' };

/** `number` counts from 1. */
export function writeRecordLine(number: number, line: RecordLine): string {
  const fields =
    line.kind === 'erased'
      ? { erased: true, number }
      : { number, record: line.salted.record, salt: toBase64(line.salted.salt) };
  return `${canonicalJson(fields)}\n`;
}

export interface RecordFile {
  /** By entry number; a line that can't be read is as good as missing. */
  readonly lines: ReadonlyMap<number, RecordLine>;
  /** Lines that no register wrote so, or wrote twice: whoever reads the file would take them for true. */
  readonly unknown: number;
}

/** The lines of a file of records. */
export function readRecordFile(bytes: Uint8Array): RecordFile {
  const lines = new Map<number, RecordLine>();
  let unknown = 0;
  for (const ended of (utf8Text(bytes) ?? '').split('\n')) {
    const text = ended.endsWith('\r') ? ended.slice(0, -1) : ended;
    const fields = readObject(text);
    const number = fields?.['number'];
    const line = fields === undefined ? undefined : lineOf(fields);
    if (typeof number !== 'number' || line === undefined) {
      unknown += text === '' ? 0 : 1;
      continue;
    }
    unknown += lines.has(number) || !isAsWritten(fields ?? {}, line, text) ? 1 : 0;
    lines.set(number, line);
  }
  return { lines, unknown };
}

/** A key said twice, or one more, would show a reader what no commitment covers. */
function isAsWritten(
  fields: Readonly<Record<string, unknown>>,
  { kind }: RecordLine,
  text: string,
): boolean {
  const wanted = kind === 'erased' ? 2 : 3;
  return Object.keys(fields).length === wanted && canonicalJson(fields as Json) === text;
}

function lineOf(fields: Readonly<Record<string, unknown>>): RecordLine | undefined {
  if (fields['erased'] === true) {
    return { kind: 'erased' };
  }
  const record = fields['record'];
  // A salt that isn't even Base64 was changed: it is kept, empty, to be named so.
  const salt = bytesOf(fields['salt']) ?? new Uint8Array();
  return typeof record === 'string' ? { kind: 'kept', salted: { record, salt } } : undefined;
}
