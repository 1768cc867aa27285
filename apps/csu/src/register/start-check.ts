/**
 * The comparison at the start (REG-14): the tree is grown afresh from the rows of the database, up to
 * the size of the last checkpoint, and held against its signature and against each tile. A tile that
 * is missing is written again, because the signed root proves the rows; one that differs, a row that
 * differs and a database that is too short are faults. Answers the tree, ready to grow on.
 */

import { equalBytes, err, ok, type Result } from '@beffroi/kernel';
import type { Facts } from '@beffroi/office';
import {
  type Checkpoint,
  type FilledTile,
  GrowingTree,
  type NoteKey,
  openNote,
  readCheckpoint,
  tilePath,
  tileWidth,
} from '@beffroi/register';
import { sha256, verifyEd25519 } from './ed25519.ts';
import { leafOfRow } from './leaf-of-row.ts';
import type { LogFiles } from './log-files.ts';
import { type FaultCode, type RegisterFault, registerFault } from './register-fault.ts';
import type { LogName } from './town-key.ts';

/** Rows read at once; a whole number of tiles. */
const rowsAtOnce = 2048;
const hashBytes = 32;

export interface StartCheck {
  readonly facts: Pick<Facts, 'read'>;
  readonly log: LogName;
  readonly files: LogFiles;
  readonly key: NoteKey;
}

export interface StartedLog {
  readonly tree: GrowingTree;
  /** The last checkpoint as it lies on the disk; null when nothing was signed yet. */
  readonly note: string | null;
}

interface FirstDifference {
  readonly tile: FilledTile;
  readonly at: number;
}

export async function checkAtStart(check: StartCheck): Promise<Result<StartedLog, RegisterFault>> {
  const note = await check.files.checkpoint();
  const signed = note === null ? null : await signedCheckpoint(note, check.key);
  if (signed === undefined) {
    return fault(check, 'checkpoint-altered');
  }
  const tree = new GrowingTree(sha256);
  const size = signed?.size ?? 0;
  const missing: FilledTile[] = [];
  let different: FirstDifference | undefined;
  while (tree.size < size) {
    const wanted = Math.min(rowsAtOnce, size - tree.size);
    const rows = await check.facts.read((facts) =>
      facts.register.after(check.log, tree.size, wanted),
    );
    for (const row of rows) {
      if (row.number !== tree.size + 1) {
        return fault(check, 'rollback', { rows: tree.size, size });
      }
      tree.append(leafOfRow(row));
    }
    if (rows.length < wanted) {
      return fault(check, 'rollback', { rows: tree.size, size });
    }
    different ??= await firstDifference(check.files, full(tree.takeTiles()), missing);
  }
  different ??= await firstDifference(check.files, tree.unfinishedTiles(), missing);
  if (signed !== null && !equalBytes(signed.root, tree.root())) {
    return different === undefined
      ? fault(check, 'fork')
      : fault(check, 'entry-altered', { number: numberOf(different) });
  }
  if (different !== undefined) {
    return fault(check, 'tile-altered', { file: tilePath(different.tile) });
  }
  for (const tile of missing) {
    await check.files.keepTile(tile);
  }
  return ok({ tree, note });
}

/** Undefined when it is none that this key signed. */
async function signedCheckpoint(note: string, key: NoteKey): Promise<Checkpoint | undefined> {
  const opened = await openNote(note, [key], verifyEd25519);
  const checkpoint = opened.ok ? readCheckpoint(opened.value.text) : undefined;
  return checkpoint?.origin === key.name ? checkpoint : undefined;
}

/** The first tile on the disk that says otherwise, and where; those that are missing are noted. */
async function firstDifference(
  files: LogFiles,
  tiles: readonly FilledTile[],
  missing: FilledTile[],
): Promise<FirstDifference | undefined> {
  for (const tile of tiles) {
    const kept = await files.tile(tile);
    if (kept === null) {
      missing.push(tile);
    } else if (!equalBytes(kept, tile.bytes)) {
      const at = tile.bytes.findIndex((byte, index) => byte !== kept[index]);
      return { tile, at: Math.max(at, 0) };
    }
  }
  return undefined;
}

function full(tiles: readonly FilledTile[]): readonly FilledTile[] {
  return tiles.filter(({ width }) => width === tileWidth);
}

/** The first entry under the hash that differs, counted from 1. */
function numberOf({ tile, at }: FirstDifference): number {
  return (tile.index * tileWidth + Math.floor(at / hashBytes)) * tileWidth ** tile.level + 1;
}

function fault(
  { log }: StartCheck,
  code: FaultCode,
  values: Readonly<Record<string, number | string>> = {},
): Result<never, RegisterFault> {
  return err(registerFault(log, code, values));
}
