/**
 * The record of an entry as lines to read: instants as the town reads them, nothing for what is empty,
 * and apart what has parts of its own (masks, proofs). The exact record is in the receipt (REG-10).
 */

export interface RecordLine {
  readonly name: string;
  readonly value: RecordValue;
}

export type RecordValue =
  | { readonly kind: 'texts'; readonly texts: readonly string[] }
  | { readonly kind: 'instant'; readonly at: number | string }
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'amount'; readonly unit: 's' | 'bytes' | ''; readonly value: number }
  | { readonly kind: 'yes' | 'no' }
  | { readonly kind: 'parts'; readonly text: string };

/** Names of lengths of time; the other names in `Ms` are instants. */
const lengths: readonly string[] = ['aheadMs', 'behindMs'];
const dayText = /^\d{4}-\d\d-\d\d$/;
const instantText = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/;

/** `what` is the JSON text of `RegisterEntryView`, empty past the entry's term. */
export function recordLines(what: string): readonly RecordLine[] {
  const record: unknown = what === '' ? {} : JSON.parse(what);
  if (typeof record !== 'object' || record === null) {
    return [{ name: '', value: textsOf(what) }];
  }
  return entriesOf(record).flatMap(([name, value]: [string, unknown]) =>
    isEmpty(value) ? [] : [{ name, value: readValue(name, value) }],
  );
}

/** A record's names stand in their alphabet; a start is read before its end. */
function entriesOf(record: object): readonly [string, unknown][] {
  const entries: [string, unknown][] = Object.entries(record);
  const starts = entries.filter(([name]) => name === 'startMs');
  return [...starts, ...entries.filter(([name]) => name !== 'startMs')];
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function readValue(name: string, value: unknown): RecordValue {
  if (typeof value === 'number') {
    return readNumber(name, value);
  }
  if (typeof value === 'string') {
    return readText(value);
  }
  if (typeof value === 'boolean') {
    return { kind: value ? 'yes' : 'no' };
  }
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) {
    return textsOf(...value.map(String));
  }
  return { kind: 'parts', text: JSON.stringify(value) };
}

function readNumber(name: string, value: number): RecordValue {
  if (lengths.includes(name)) {
    return { kind: 'amount', unit: 's', value: value / 1000 };
  }
  if (name.endsWith('Ms')) {
    return { kind: 'instant', at: value };
  }
  return { kind: 'amount', unit: name.endsWith('Bytes') ? 'bytes' : '', value };
}

function readText(value: string): RecordValue {
  if (instantText.test(value)) {
    return { kind: 'instant', at: value };
  }
  return dayText.test(value) ? { kind: 'day', day: value } : textsOf(value);
}

function textsOf(...texts: readonly string[]): RecordValue {
  return { kind: 'texts', texts };
}
