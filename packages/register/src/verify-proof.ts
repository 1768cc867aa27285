/**
 * The check of one proof or receipt, alone and offline: the entry leads to the root that the register
 * signed, and the record that rides along is the one it committed to (REG-10). What it proves is that
 * the entry stands in the register, not that its author told the truth.
 */

import type { Instant } from '@beffroi/kernel';
import { faultOfRecord } from './check-records.ts';
import { type Entry, readLeaf } from './entry.ts';
import type { Finding } from './finding.ts';
import { FindingList } from './finding-list.ts';
import { type ReceiptBody, readLogProof, readReceiptBody } from './log-proof.ts';
import { fileBytesMax } from './register-folder.ts';
import { leafHash } from './tree-hash.ts';
import { verifyInclusion } from './tree-proof.ts';
import { openHead, type RegisterReport, type VerifyWish } from './verify-register.ts';

export interface ProofReport {
  readonly holds: boolean;
  readonly findings: readonly Finding[];
  readonly origin: string | null;
  /** Counted from 1; null when the file is no proof. */
  readonly number: number | null;
  readonly kind: string | null;
  readonly at: Instant | null;
  /** The proved text of the entry; null when it isn't attached or doesn't hold. */
  readonly record: string | null;
  readonly witnesses: RegisterReport['witnesses'];
}

const nothing: ProofReport = {
  holds: false,
  findings: [],
  origin: null,
  number: null,
  kind: null,
  at: null,
  record: null,
  witnesses: [],
};

export async function verifyProof(
  text: string,
  wish: Pick<VerifyWish, 'sha256' | 'verify' | 'keys'>,
): Promise<ProofReport> {
  const findings = new FindingList();
  if (text.length > fileBytesMax) {
    findings.add('file-too-large', { name: 'tlog-proof' });
    return { ...nothing, findings: findings.all() };
  }
  const proof = readLogProof(text);
  const body = proof?.extra ? readReceiptBody(proof.extra) : undefined;
  const entry = body === undefined ? undefined : readLeaf(body.leaf);
  if (proof === undefined || body === undefined || entry === undefined) {
    findings.add('proof-unreadable');
    if (text.includes('\r') || text.startsWith('\ufeff') || text.includes('\u0000')) {
      findings.add('file-converted', { name: 'tlog-proof' });
    }
    return { ...nothing, findings: findings.all() };
  }
  const head = await openHead(proof.note, wish, findings);
  if (head === undefined) {
    return { ...nothing, findings: findings.all() };
  }
  const at = { index: proof.index, size: head.checkpoint.size };
  const leaf = leafHash(wish.sha256, body.leaf);
  if (!verifyInclusion(wish.sha256, at, leaf, proof.hashes, head.checkpoint.root)) {
    findings.add('proof-wrong');
  }
  const record = provedRecord(entry, body, proof.index, wish, findings);
  return {
    holds: findings.holds,
    findings: findings.all(),
    origin: head.checkpoint.origin,
    number: proof.index + 1,
    kind: entry.kind,
    at: entry.at,
    record: findings.holds ? record : null,
    witnesses: head.witnesses,
  };
}

function provedRecord(
  entry: Entry,
  { salted }: ReceiptBody,
  index: number,
  { sha256 }: Pick<VerifyWish, 'sha256'>,
  findings: FindingList,
): string | null {
  if (salted === null) {
    findings.add('receipt-erased');
    return null;
  }
  const fault = faultOfRecord(sha256, entry, salted);
  if (fault !== undefined) {
    findings.add(fault, { number: index + 1 });
  }
  return salted.record;
}
