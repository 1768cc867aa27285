/**
 * The record of an entry as lines to read: instants as the town reads them, nothing for what is empty,
 * and apart what has parts of its own (masks, proofs). The exact record is in the receipt (REG-10).
 */

export interface RecordLine {
  readonly name: string;
  readonly value: RecordValue;
}

export type RecordValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'instant'; readonly at: number | string }
  | { readonly kind: 'yes' | 'no' }
  | { readonly kind: 'parts'; readonly text: string };

const instantText = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/;

/** `what` is the JSON text of `RegisterEntryView`, empty past the entry's term. */
export function recordLines(what: string): readonly RecordLine[] {
  const record: unknown = what === '' ? {} : JSON.parse(what);
  if (typeof record !== 'object' || record === null) {
    return [{ name: '', value: { kind: 'text', text: what } }];
  }
  return Object.entries(record).flatMap(([name, value]: [string, unknown]) =>
    isEmpty(value) ? [] : [{ name, value: readValue(name, value) }],
  );
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function readValue(name: string, value: unknown): RecordValue {
  if (typeof value === 'number') {
    return name.endsWith('Ms') ? { kind: 'instant', at: value } : textOf(value);
  }
  if (typeof value === 'string') {
    return instantText.test(value) ? { kind: 'instant', at: value } : textOf(value);
  }
  if (typeof value === 'boolean') {
    return { kind: value ? 'yes' : 'no' };
  }
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) {
    return textOf(value.join(', '));
  }
  return { kind: 'parts', text: JSON.stringify(value) };
}

function textOf(value: string | number): RecordValue {
  return { kind: 'text', text: String(value) };
}
