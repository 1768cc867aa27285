/**
 * The question both programs ask, command line and page: here are files and keys, is it so? One file
 * is a receipt, a folder is a register. The answer is a yes or a no with reasons, in words; what the
 * platform can do (hash, verify, read) is brought by the caller (REG-13).
 */

import {
  type Finding,
  type NoteKey,
  type ProofReport,
  type RegisterReader,
  type RegisterReport,
  readKey,
  type Sha256,
  type TimeStampTools,
  type VerifyEd25519,
  verifyProof,
  verifyRegister,
} from '@beffroi/register';
import { fr2026 } from './terms.ts';
import { type Locale, say } from './words.ts';

export type Subject =
  | { readonly kind: 'folder'; readonly reader: RegisterReader }
  | { readonly kind: 'proof'; readonly text: string };

/** A receipt of its bytes, read alike everywhere: a mark that an editor put before it stays. */
export function proofOf(bytes: Uint8Array): Subject {
  return { kind: 'proof', text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
}

/** What a platform brings: Node or a browser. */
export interface Platform extends TimeStampTools {
  readonly sha256: Sha256;
  readonly verifyEd25519: VerifyEd25519;
  readonly nowMs: number;
}

export interface Question {
  readonly subject: Subject;
  /** Lines as the town gives them: `name+id+key`. */
  readonly keyLines: readonly string[];
  /** Certificates of the time-stamping authorities that the reader trusts, DER. */
  readonly authorities: readonly Uint8Array[];
}

export type Answer =
  | { readonly kind: 'register'; readonly report: RegisterReport }
  | { readonly kind: 'proof'; readonly report: ProofReport }
  | { readonly kind: 'key-unreadable'; readonly line: string };

export async function verify(question: Question, platform: Platform): Promise<Answer> {
  const { sha256, verifyEd25519 } = platform;
  const keys: NoteKey[] = [];
  for (const line of question.keyLines.map((one) => one.trim()).filter((one) => one !== '')) {
    const key = readKey(sha256, line);
    if (key === undefined) {
      return { kind: 'key-unreadable', line };
    }
    keys.push(key);
  }
  const wish = { sha256, verify: verifyEd25519, keys };
  const { subject, authorities } = question;
  if (subject.kind === 'proof') {
    return { kind: 'proof', report: await verifyProof(subject.text, wish) };
  }
  const report = await verifyRegister(subject.reader, {
    ...wish,
    nowMs: platform.nowMs,
    terms: fr2026,
    timeStamps: authorities.length === 0 ? null : { tools: platform, roots: authorities },
  });
  return { kind: 'register', report };
}

export function holds(answer: Answer): boolean {
  return answer.kind !== 'key-unreadable' && answer.report.holds;
}

/** The answer for a person: the verdict first, then what was checked, then each finding. */
export function linesOf(answer: Answer, locale: Locale): readonly string[] {
  if (answer.kind === 'key-unreadable') {
    return [say('no', locale), say('key-unreadable', locale, { line: answer.line })];
  }
  const { report } = answer;
  const checked = answer.kind === 'register' ? factsOf(answer.report, locale) : [];
  const proved = answer.kind === 'proof' ? proofFacts(answer.report, locale) : [];
  const witnesses = report.witnesses.map(({ name, atSeconds }) =>
    say('witness', locale, { name, at: new Date(atSeconds * 1000).toISOString() }),
  );
  return [
    say(report.holds ? 'yes' : 'no', locale),
    ...checked,
    ...proved,
    ...witnesses,
    ...report.findings.map((one) => lineOf(one, locale)),
  ];
}

function factsOf({ origin, size, records, timeStamps }: RegisterReport, locale: Locale): string[] {
  const head =
    origin === null
      ? []
      : [say('register', locale, { origin, size, kept: records.kept, erased: records.erased })];
  return [
    ...head,
    ...timeStamps.map(({ size: count, at }) => say('time-stamp', locale, { size: count, at })),
  ];
}

function proofFacts({ origin, number, kind, at, record }: ProofReport, locale: Locale): string[] {
  if (origin === null || number === null) {
    return [];
  }
  const head = say('entry', locale, { number, origin, kind: kind ?? '', at: at ?? '' });
  return record === null ? [head] : [head, say('record', locale, { record })];
}

function lineOf({ weight, words }: Finding, locale: Locale): string {
  return `${weight === 'no' ? '✗' : '·'} ${words[locale]}`;
}
