/**
 * Writes the facts of one instant into a folder, while the centre works: one transaction that sees
 * nothing of what comes after (repeatable read), a page of rows at a time. The file that says what is
 * in the folder is written last, so that a folder without it is no export.
 */

import { createHash } from 'node:crypto';
import { mkdir, open, readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { Failure } from '@beffroi/kernel';
import { type Kysely, sql } from 'kysely';
import { openDatabase } from '../connect.ts';
import { databaseFailure } from '../database-failure.ts';
import { type CatalogueTable, catalogueOf } from './catalogue.ts';
import {
  type FactsFile,
  type FactsManifest,
  leftOutOf,
  manifestName,
  newManifest,
  quotedName,
} from './facts-format.ts';

/** A page of rows aims at this many bytes; a mask's picture of reference is large, most rows aren't. */
const pageBytes = 2 * 1024 * 1024;
const pageRowsMax = 2000;

export interface ExportWish {
  readonly url: string;
  /** Absolute; made, and must be empty. */
  readonly folder: string;
  /** Takes along, still sealed, what only this machine's `secret-box.key` opens. */
  readonly sealed: boolean;
  /** ISO, for whoever reads it. */
  readonly madeAt: string;
}

/** Throws Failure `folder-relative`, `folder-in-use`, `database-away`. */
export async function exportFacts(wish: ExportWish): Promise<FactsManifest> {
  const { folder, sealed, madeAt } = wish;
  await makeEmptyFolder(folder);
  const { db } = openDatabase(wish.url);
  try {
    return await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (inside) => {
        await sql`set local time zone 'UTC'`.execute(inside);
        const schema = await schemaOf(inside);
        const shelves: FactsFile[] = [];
        for (const table of await catalogueOf(inside)) {
          const kept = withoutLeftOut(table, leftOutOf(sealed));
          if (kept !== null) {
            shelves.push(await writeShelf(inside, kept, folder));
          }
        }
        const manifest = newManifest({ schema, madeAt, sealed, shelves });
        await writeSynced(join(folder, manifestName), [`${JSON.stringify(manifest, null, 2)}\n`]);
        return manifest;
      });
  } catch (thrown) {
    throw databaseFailure(thrown);
  } finally {
    await db.destroy();
  }
}

async function makeEmptyFolder(folder: string): Promise<void> {
  if (!isAbsolute(folder)) {
    throw new Failure('folder-relative', `${folder} is no whole path; begin it with /`);
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) {
    throw new Failure('folder-in-use', `${folder} isn't empty; name a new folder`);
  }
}

async function schemaOf<DB>(db: Kysely<DB>): Promise<string> {
  const { rows } = await sql<{ readonly name: string }>`
    select name from kysely_migration order by name desc limit 1`.execute(db);
  return rows[0]?.name ?? '';
}

/** Null for a shelf that stays behind whole. */
function withoutLeftOut(table: CatalogueTable, leftOut: readonly string[]): CatalogueTable | null {
  return leftOut.includes(table.name)
    ? null
    : {
        ...table,
        columns: table.columns.filter(({ name }) => !leftOut.includes(`${table.name}.${name}`)),
      };
}

async function writeShelf<DB>(
  db: Kysely<DB>,
  table: CatalogueTable,
  folder: string,
): Promise<FactsFile> {
  const digest = createHash('sha256');
  let lines = 0;
  async function* pieces(): AsyncGenerator<string> {
    for await (const page of pagesOf(db, table)) {
      const text = page.map((line) => `${line}\n`).join('');
      digest.update(text);
      lines += page.length;
      yield text;
    }
  }
  await writeSynced(join(folder, `${table.name}.jsonl`), pieces());
  return {
    shelf: table.name,
    about: table.about,
    lines,
    sha256: digest.digest('hex'),
    columns: table.columns.map(({ name, type, about }) => ({ name, type, about })),
  };
}

/** Rows as JSON, in the order of their key: two exports of the same facts are the same files. */
async function* pagesOf<DB>(
  db: Kysely<DB>,
  { name, columns, key }: CatalogueTable,
): AsyncGenerator<readonly string[]> {
  const list = columns.map((column) => quotedName(column.name)).join(', ');
  const order = key.length === 0 ? '' : `order by ${key.map(quotedName).join(', ')}`;
  await sql
    .raw(
      `declare facts_page no scroll cursor for select row_to_json(kept)::text as line
         from (select ${list} from ${quotedName(name)} ${order}) kept`,
    )
    .execute(db);
  for (let rowsWanted = 16; ; ) {
    const { rows } = await sql<{ readonly line: string }>`
      fetch ${sql.raw(String(rowsWanted))} from facts_page`.execute(db);
    if (rows.length === 0) {
      break;
    }
    yield rows.map(({ line }) => line);
    const sizeBytes = rows.reduce((sum, { line }) => sum + line.length, 0);
    const factor = sizeBytes > pageBytes ? 0.5 : 2;
    rowsWanted = Math.min(Math.max(Math.floor(rowsWanted * factor), 1), pageRowsMax);
  }
  await sql`close facts_page`.execute(db);
}

async function writeSynced(
  path: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const piece of pieces) {
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
