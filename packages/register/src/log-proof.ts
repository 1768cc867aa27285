/**
 * A proof that leaves the house as one text (C2SP tlog-proof): place of the entry, the hashes up to
 * the root, the checkpoint that signs it. What rides along, leaf, record and salt, is believed only
 * because the proof leads to it (REG-10).
 */

import { canonicalJson } from '@beffroi/kernel';
import { fromBase64, toBase64 } from './base64.ts';
import { hashBytes } from './crypto.ts';
import type { SaltedRecord } from './entry.ts';
import { joined, readDecimal, utf8Text } from './utf8-text.ts';

export interface LogProof {
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  /** The signed checkpoint, as it stands. */
  readonly note: string;
  readonly extra: Uint8Array | null;
}

/** What a receipt carries besides its proof; no record once its term is over. */
export interface ReceiptBody {
  readonly leaf: Uint8Array;
  readonly salted: SaltedRecord | null;
}

const firstLine = 'c2sp.org/tlog-proof@v1';
/** A tree of 2^53 entries has no longer proof. */
const hashesMax = 63;

export function writeLogProof({ index, hashes, note, extra }: LogProof): string {
  const lines = [
    firstLine,
    ...(extra === null ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...hashes.map(toBase64),
  ];
  return `${lines.join('\n')}\n\n${note}`;
}

/** The parts of a proof, believed or not; undefined when it isn't one. */
export function readLogProof(text: string): LogProof | undefined {
  const cut = text.indexOf('\n\n');
  const [first, ...lines] = text.slice(0, Math.max(cut, 0)).split('\n');
  const extraLine = lines[0]?.startsWith('extra ') ? lines.shift() : undefined;
  const extra = extraLine === undefined ? null : fromBase64(extraLine.slice('extra '.length));
  const [indexLine = '', ...encoded] = lines;
  const index = indexLine.startsWith('index ') ? readDecimal(indexLine.slice(6)) : undefined;
  const hashes = encoded.map(fromBase64);
  const sound = first === firstLine && encoded.length <= hashesMax && hashes.every(isHash);
  return sound && extra !== undefined && index !== undefined
    ? { index, hashes: hashes.filter(isHash), note: text.slice(cut + 2), extra }
    : undefined;
}

/** The extra data of a receipt. */
export function writeReceiptBody({ leaf, salted }: ReceiptBody): Uint8Array {
  return joined(
    canonicalJson({
      leaf: toBase64(leaf),
      ...(salted === null ? {} : { record: salted.record, salt: toBase64(salted.salt) }),
    }),
  );
}

/** What a receipt carries, or undefined when it isn't ours. */
export function readReceiptBody(extra: Uint8Array): ReceiptBody | undefined {
  const fields = readObject(utf8Text(extra) ?? '');
  const leaf = bytesOf(fields?.['leaf']);
  const salt = bytesOf(fields?.['salt']);
  const record = fields?.['record'];
  if (leaf === undefined || (typeof record === 'string') !== (salt !== undefined)) {
    return undefined;
  }
  const salted = typeof record === 'string' && salt !== undefined ? { record, salt } : null;
  return { leaf, salted };
}

/** The fields of a JSON object, or undefined when the text is none. */
export function readObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) {
      return undefined;
    }
    throw thrown;
  }
}

export function bytesOf(value: unknown): Uint8Array | undefined {
  return typeof value === 'string' ? fromBase64(value) : undefined;
}

function isHash(bytes: Uint8Array | undefined): bytes is Uint8Array {
  return bytes?.length === hashBytes;
}
