/**
 * The whole check of a register that lies in a folder: signature, witnesses, every entry, every tile,
 * every record, checkpoints kept from before and time-stamps. Answers a yes or a no with reasons; the
 * same function runs on the command line and in the page (REG-13). It reads and never writes.
 */

import { type EpochMs, equalBytes, type Instant } from '@beffroi/kernel';
import { RecordCheck, type RecordTerms } from './check-records.ts';
import { checkTree } from './check-tree.ts';
import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import type { Sha256, VerifyEd25519 } from './crypto.ts';
import type { Finding } from './finding.ts';
import { FindingList } from './finding-list.ts';
import { type NoteKey, noteLimits, openNote, readNote } from './note.ts';
import {
  checkpointPath,
  formerFolder,
  type RegisterReader,
  timeStampFolder,
} from './register-folder.ts';
import { numberPath, tileWidth } from './tile.ts';
import { type TimeStampTools, verifyTimeStamp } from './time-stamp.ts';
import { isConverted, readDecimal, utf8Text } from './utf8-text.ts';

export interface VerifyWish {
  readonly sha256: Sha256;
  readonly verify: VerifyEd25519;
  /** The register's key (kind 1) and its witnesses' (kind 4), from elsewhere than the register. */
  readonly keys: readonly NoteKey[];
  readonly nowMs: EpochMs;
  readonly terms: RecordTerms;
  /** Absent where nobody gave the authority's certificates: time-stamps are then not looked at. */
  readonly timeStamps: {
    readonly tools: TimeStampTools;
    readonly roots: readonly Uint8Array[];
  } | null;
}

/** What was checked, and what was found. */
export interface RegisterReport {
  readonly holds: boolean;
  readonly findings: readonly Finding[];
  readonly origin: string | null;
  /** Entries under the checkpoint. */
  readonly size: number;
  readonly records: { readonly kept: number; readonly erased: number };
  readonly witnesses: readonly { readonly name: string; readonly atSeconds: number }[];
  readonly timeStamps: readonly { readonly size: number; readonly at: Instant }[];
}

export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly text: string;
}

export async function verifyRegister(
  reader: RegisterReader,
  wish: VerifyWish,
): Promise<RegisterReport> {
  const findings = new FindingList();
  const records = new RecordCheck({ ...wish, reader });
  const bytes = await reader.read(checkpointPath);
  const isRead = bytes !== undefined && bytes.length <= noteLimits.letters;
  const note = isRead ? utf8Text(bytes) : undefined;
  if (bytes === undefined) {
    findings.add('checkpoint-missing');
    await findRegistersBelow(reader, findings);
  } else if (!isRead) {
    findings.add('file-too-large', { name: checkpointPath });
  } else if (isConverted(bytes) || bytes.includes(carriageReturn)) {
    findings.add('file-converted', { name: checkpointPath });
  }
  const head = await openHead(note ?? '', wish, bytes === undefined ? undefined : findings);
  if (head === undefined) {
    return reportOf(findings, records, undefined, []);
  }
  for (const { name, atSeconds } of head.witnesses) {
    if (atSeconds * 1000 > wish.nowMs + futureMsMax) {
      findings.add('witness-in-future', { name });
    }
  }
  const former = await readFormer(reader, wish, findings, head.checkpoint.origin);
  const { size, root } = head.checkpoint;
  const tree = await checkTree(
    {
      ...wish,
      reader,
      size,
      root,
      sizes: new Set(former.keys()),
      visit: (first, entries) => records.visit(first, entries),
    },
    findings,
  );
  await findUnknownFiles(reader, size, findings);
  for (const one of records.findings) {
    if (!tree.altered.has(one.index)) {
      findings.addFinding(one.finding);
    }
  }
  if (records.erased > 0) {
    findings.add('records-erased', { count: records.erased });
  }
  for (const [formerSize, { checkpoint }] of former) {
    const found = formerSize === 0 ? undefined : tree.roots.get(formerSize);
    if (formerSize > size) {
      findings.add('rollback', { size: formerSize });
    } else if (found !== undefined && !equalBytes(found, checkpoint.root)) {
      findings.add('fork', { size: formerSize });
    }
  }
  former.set(size, head);
  const stamps = await checkTimeStamps(reader, wish, findings, former);
  return reportOf(findings, records, head, stamps);
}

/** What would be read as part of the register, and that no entry stands behind (REG-22). */
async function findUnknownFiles(
  reader: RegisterReader,
  size: number,
  findings: FindingList,
): Promise<void> {
  const bundles = Math.ceil(size / tileWidth);
  const known = new Set<string>();
  for (let index = 0; index < bundles; index++) {
    // Of `x001/234` the first part; a tile that grew leaves `234.p` behind.
    known.add(numberPath(index).split('/')[0] ?? '');
  }
  for (const folder of ['records', 'tile/entries']) {
    const names = (await reader.list(folder)).filter((name) => {
      const [head = ''] = name.split('/');
      return !known.has(head.replace(/\.(jsonl|p)$/, ''));
    });
    const [name] = names;
    if (name !== undefined) {
      findings.add('files-unknown', { folder, name, count: names.length });
    }
  }
}

/** The folder that an export makes holds one register for each log. */
async function findRegistersBelow(reader: RegisterReader, findings: FindingList): Promise<void> {
  const names: string[] = [];
  for (const name of ['acts', 'recordings']) {
    if ((await reader.read(`${name}/${checkpointPath}`)) !== undefined) {
      names.push(name);
    }
  }
  if (names.length > 0) {
    findings.add('registers-below', { names: names.join(', ') });
  }
}

/** A clock a little ahead is no news. */
const futureMsMax = 10 * 60_000;
const carriageReturn = 0x0d;

export interface OpenedHead extends SignedCheckpoint {
  readonly witnesses: RegisterReport['witnesses'];
}

/** The checkpoint of a note, believed under the keys given; undefined when the check ends here. */
export async function openHead(
  note: string,
  { keys, verify }: Pick<VerifyWish, 'keys' | 'verify'>,
  findings: FindingList = new FindingList(),
): Promise<OpenedHead | undefined> {
  const text = readNote(note)?.text ?? '';
  const checkpoint = readCheckpoint(text);
  if (checkpoint === undefined) {
    findings.add('checkpoint-unreadable');
    return undefined;
  }
  const own = keys.filter(({ kind, name }) => kind === 1 && name === checkpoint.origin);
  if (own.length === 0) {
    findings.add('key-not-given');
    return { checkpoint, text, witnesses: [] };
  }
  const witnessKeys = keys.filter(({ kind }) => kind === 4);
  const opened = await openNote(note, [...own, ...witnessKeys], verify);
  const vouchers = opened.ok ? opened.value.vouchers : [];
  if (!vouchers.some(({ key }) => key.kind === 1)) {
    findings.add('checkpoint-signature-wrong');
    return undefined;
  }
  const witnesses = vouchers.flatMap(({ key, atSeconds }) =>
    atSeconds === null ? [] : [{ name: key.name, atSeconds }],
  );
  for (const { name } of witnessKeys) {
    if (!witnesses.some((one) => one.name === name)) {
      findings.add('witness-missing', { name });
    }
  }
  return { checkpoint, text, witnesses };
}

/** Checkpoints kept from before, by size: each signed by the same register. */
async function readFormer(
  reader: RegisterReader,
  wish: VerifyWish,
  findings: FindingList,
  origin: string,
): Promise<Map<number, SignedCheckpoint>> {
  const former = new Map<number, SignedCheckpoint>();
  const own = wish.keys.filter(({ kind }) => kind === 1);
  for (const name of await reader.list(formerFolder)) {
    const bytes = await reader.read(`${formerFolder}/${name}`);
    const note = utf8Text(bytes ?? new Uint8Array()) ?? '';
    // Without a key nothing is believed anyway; `key-not-given` has said so.
    const opened = own.length === 0 ? undefined : await openNote(note, own, wish.verify);
    const text = readNote(note)?.text ?? '';
    const checkpoint = readCheckpoint(text);
    const sound = checkpoint?.origin === origin && readDecimal(name) === checkpoint.size;
    if (checkpoint === undefined || !sound || opened?.ok === false) {
      findings.add('former-checkpoint-wrong', { name });
    } else {
      former.set(checkpoint.size, { checkpoint, text });
    }
  }
  return former;
}

async function checkTimeStamps(
  reader: RegisterReader,
  { timeStamps }: VerifyWish,
  findings: FindingList,
  checkpoints: ReadonlyMap<number, SignedCheckpoint>,
): Promise<RegisterReport['timeStamps']> {
  const held: { size: number; at: Instant }[] = [];
  for (const name of await reader.list(timeStampFolder)) {
    const size = readDecimal(name.replace(/\.tsr$/, '')) ?? -1;
    const over = checkpoints.get(size);
    const token = await reader.read(`${timeStampFolder}/${name}`);
    if (timeStamps === null) {
      findings.add('time-stamp-unchecked', { name });
    } else if (over === undefined || token === undefined) {
      const reason = { fr: 'son point de contrôle manque', en: 'its checkpoint is missing' };
      findings.add('time-stamp-wrong', { name }, reason);
    } else {
      const stamp = await verifyTimeStamp(token, over.text, timeStamps.roots, timeStamps.tools);
      if (stamp.ok) {
        held.push({ size, at: stamp.value.at });
      } else {
        findings.add('time-stamp-wrong', { name }, stamp.error.words);
      }
    }
  }
  return held;
}

function reportOf(
  findings: FindingList,
  { kept, erased }: RecordCheck,
  head: OpenedHead | undefined,
  timeStamps: RegisterReport['timeStamps'],
): RegisterReport {
  return {
    holds: findings.holds,
    findings: findings.all(),
    origin: head?.checkpoint.origin ?? null,
    size: head?.checkpoint.size ?? 0,
    records: { kept, erased },
    witnesses: head?.witnesses ?? [],
    timeStamps,
  };
}
