/**
 * Puts the facts of a folder into an empty database, whole or not at all: the schema is brought to the
 * step under which they were written, the rows go in by the database's own reading of JSON, then the
 * schema goes on to this version's. So facts cross a major version of PostgreSQL, and ours. It never
 * adds to facts that are there already.
 */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '@beffroi/kernel';
import type { FactsWork } from '@beffroi/office';
import { type RawBuilder, sql } from 'kysely';
import { connect, openDatabase, workOn } from '../connect.ts';
import { databaseFailure } from '../database-failure.ts';
import { migrateTo } from '../migrations/migrate.ts';
import type { Database } from '../shelf.ts';
import { takeWorkLock } from '../units-of-work.ts';
import { type CatalogueTable, catalogueOf } from './catalogue.ts';
import { type FactsFile, type FactsManifest, quotedName, readManifest } from './facts-format.ts';
import { assertDays } from './impossible-days.ts';

const batchBytes = 2 * 1024 * 1024;
const batchLinesMax = 2000;

export interface ImportWish {
  readonly url: string;
  /** What `exportFacts` wrote. */
  readonly folder: string;
  /** Looks at the facts before they are kept; what it throws leaves the database empty. */
  readonly check?: (facts: FactsWork) => Promise<void>;
}

/**
 * Throws Failure `facts-unreadable`, `facts-altered`, `facts-not-empty`, `facts-newer`, or what
 * `connect` throws.
 */
export async function importFacts({ url, folder, check }: ImportWish): Promise<FactsManifest> {
  const manifest = await readManifest(folder);
  for (const file of manifest.shelves) {
    await assertWhole(folder, file);
    await assertPossible(folder, file);
  }
  const { db } = openDatabase(url);
  try {
    await migrateTo(db, manifest.schema);
    await db.transaction().execute(async (inside) => {
      await takeWorkLock(inside);
      await putAll(inside, manifest, folder);
      await check?.(workOn(inside));
    });
  } catch (thrown) {
    throw databaseFailure(thrown);
  } finally {
    await db.destroy();
  }
  await (await connect({ url })).close();
  return manifest;
}

async function assertWhole(folder: string, { shelf, sha256, lines }: FactsFile): Promise<void> {
  if (!/^[a-z_]{1,63}$/.test(shelf)) {
    throw new Failure('facts-unreadable', `${shelf} is no name of a shelf`);
  }
  const digest = createHash('sha256');
  const path = join(folder, `${shelf}.jsonl`);
  let counted = 0;
  try {
    for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
      digest.update(piece);
      for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) {
        counted += 1;
      }
    }
  } catch (thrown) {
    throw new Failure('facts-altered', `${path} can't be read: take another copy of the export`, {
      cause: thrown,
    });
  }
  if (digest.digest('hex') !== sha256 || counted !== lines) {
    throw new Failure(
      'facts-altered',
      `${path} isn't what was exported: a line was changed, added or taken away; take another copy`,
    );
  }
}

/** Every day and instant of the file is one. */
async function assertPossible(folder: string, file: FactsFile): Promise<void> {
  let number = 0;
  for await (const line of linesOf(join(folder, `${file.shelf}.jsonl`))) {
    number += 1;
    assertDays(file, line, number);
  }
}

async function putAll(db: Database, manifest: FactsManifest, folder: string): Promise<void> {
  await sql`set local time zone 'UTC'`.execute(db);
  await sql`set local statement_timeout = 0`.execute(db);
  const tables = await catalogueOf(db);
  for (const { name } of tables) {
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db);
    if (rows.length > 0) {
      throw new Failure(
        'facts-not-empty',
        `the database already holds facts (${name}): import into an empty one, nothing is ever mixed`,
      );
    }
  }
  for (const file of manifest.shelves) {
    if (!tables.some(({ name }) => name === file.shelf)) {
      throw unknownPlace(file.shelf);
    }
  }
  for (const table of tables) {
    const file = manifest.shelves.find(({ shelf }) => shelf === table.name);
    if (file !== undefined) {
      await putShelf(db, table, file, folder);
    }
  }
}

async function putShelf(
  db: Database,
  table: CatalogueTable,
  file: FactsFile,
  folder: string,
): Promise<void> {
  const place = quotedName(table.name);
  const statement = insertion(table, file);
  for await (const batch of batchesOf(join(folder, `${table.name}.jsonl`))) {
    const given = sql`json_populate_recordset(null::${sql.raw(place)}, ${`[${batch.join(',')}]`}::json)`;
    if (table.name === 'register_entries') {
      await ensureParts(db, given);
    }
    const { rows } = await sql`
      ${sql.raw(statement.head)} from ${given} given returning 1`.execute(db);
    if (rows.length !== batch.length) {
      throw new Failure('facts-altered', `a line of ${table.name} is no row of it`);
    }
  }
  for (const column of statement.counted) {
    await sql
      .raw(
        `select setval(pg_get_serial_sequence('${table.name}', '${column}'),
           coalesce(max(${quotedName(column)}), 0) + 1, false) from ${place}`,
      )
      .execute(db);
  }
}

/** The register lies in parts of a multiple of 10 000, made before an entry can lie in them. */
async function ensureParts(db: Database, given: RawBuilder<unknown>): Promise<void> {
  const { rows } = await sql`
    select 1 where to_regprocedure('ensure_register_part(text,bigint)') is not null`.execute(db);
  if (rows.length > 0) {
    await sql`
      select ensure_register_part(log, first) from (
        select distinct log, (number - 1) / 10000 * 10000 + 1 as first
        from ${given} given) parts`.execute(db);
  }
}

/** What stayed behind and can't be null is empty bytes: nothing opens it, and it is made anew. */
function insertion(
  { name, columns }: CatalogueTable,
  file: FactsFile,
): { readonly head: string; readonly counted: readonly string[] } {
  for (const given of file.columns) {
    if (!columns.some((column) => column.name === given.name)) {
      throw unknownPlace(`${file.shelf}.${given.name}`);
    }
  }
  const isGiven = (column: string) => file.columns.some((given) => given.name === column);
  const filled = columns.filter((column) => isGiven(column.name) || column.needed);
  const values = filled.map((column) =>
    isGiven(column.name) ? `given.${quotedName(column.name)}` : `''::${column.type}`,
  );
  const names = filled.map((column) => quotedName(column.name)).join(', ');
  return {
    head: `insert into ${quotedName(name)} (${names}) overriding system value select ${values.join(', ')}`,
    counted: columns.filter(({ counted }) => counted).map((column) => column.name),
  };
}

function unknownPlace(name: string): Failure {
  return new Failure(
    'facts-newer',
    `this version has no ${name}: the facts are of a later one; use that version of Beffroi`,
  );
}

async function* batchesOf(path: string): AsyncGenerator<readonly string[]> {
  let batch: string[] = [];
  let sizeBytes = 0;
  for await (const line of linesOf(path)) {
    batch.push(line);
    sizeBytes += line.length;
    if (sizeBytes > batchBytes || batch.length >= batchLinesMax) {
      yield batch;
      batch = [];
      sizeBytes = 0;
    }
  }
  if (batch.length > 0) {
    yield batch;
  }
}

/** Split at line feeds and at nothing else: a text of a row may hold other ends of lines. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let begun = '';
  for await (const piece of createReadStream(path, 'utf8') as AsyncIterable<string>) {
    const lines = `${begun}${piece}`.split('\n');
    begun = lines.pop() ?? '';
    yield* lines;
  }
}
