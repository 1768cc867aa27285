/**
 * The register in parts of 50 000 entries of a log, so that what is erased at its term can be taken out
 * of the files by writing one old part anew (REG-17), while entries go on into the newest. No statistics
 * are kept of what is erasable: PostgreSQL would copy samples of it into a table of its own.
 */

import type { Kysely } from 'kysely';
import { createTable, run } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await run(db, 'alter table register_entries rename to register_before');
  await run(
    db,
    'alter table register_before rename constraint register_entries_pkey to register_before_pkey',
  );
  await run(db, 'drop index register_by_person');
  await createTable(db, {
    name: 'register_entries',
    comment: 'Who did what, when, why (VP-33): append only, in parts.',
    partitionBy: 'list (log)',
    columns: [
      ['log', "text not null check (log in ('acts', 'recordings'))", 'Of the two registers.'],
      ['number', 'bigint not null check (number > 0)', 'Counts up from 1 without holes.'],
      ['id', 'text not null', 'ent_..., written on what leaves the house.'],
      ['kind', 'text not null', 'What happened, in the past participle.'],
      ['at', 'timestamptz(3) not null', 'When.'],
      ['person_id', 'text', 'Who; machine-owner; null for the system, and once the term is over.'],
      ['record', 'text', 'Canonical JSON (RFC 8785); null once its term is over.'],
      ['salt', 'bytea', 'Random; null once its term is over, so the leaf tells nothing.'],
      ['leaf', 'bytea not null check (length(leaf) = 32)', 'SHA-256(salt || record).'],
    ],
    constraints: ['primary key (log, number)', 'check ((record is null) = (salt is null))'],
    indexes: [
      'create index register_by_person on register_entries (person_id, log, number)',
      'create index register_by_kind on register_entries (log, kind, number)',
      'create index register_due on register_entries (log, at) where record is not null',
    ],
  });
  await createTable(db, {
    name: 'register_rewrites',
    comment: 'Parts in which something was erased, until they are written anew.',
    columns: [
      ['log', 'text not null', 'Of the two registers.'],
      ['part', 'bigint not null', 'Counted from 0.'],
    ],
    constraints: ['primary key (log, part)'],
  });
  await run(db, 'create schema register_parts');
  await run(db, ensurePart);
  for (const log of ['acts', 'recordings']) {
    await run(
      db,
      `create table register_parts.${log} partition of register_entries for values in ('${log}')
       partition by range (number)`,
    );
    await run(
      db,
      `select ensure_register_part('${log}', part * 50000 + 1) from generate_series(0,
         (select coalesce(max(number), 1) - 1 from register_before where log = '${log}') / 50000) part`,
    );
  }
  for (const column of ['person_id', 'record', 'salt']) {
    await run(db, `alter table register_entries alter ${column} set statistics 0`);
  }
  await run(db, 'insert into register_entries select * from register_before');
  await run(db, 'drop table register_before');
  await run(
    db,
    `create trigger register_stays before update or delete on register_entries
     for each row execute function guard_register()`,
  );
  await run(
    db,
    `create trigger register_is_not_emptied before truncate on register_entries
     for each statement execute function refuse_change()`,
  );
}

const ensurePart = `
create function ensure_register_part(log text, entry bigint) returns void language plpgsql as $$
declare
  part bigint := (entry - 1) / 50000;
  name text := log || '_' || part;
begin
  if to_regclass('register_parts.' || name) is not null then
    return;
  end if;
  execute format(
    'create table register_parts.%I partition of register_parts.%I for values from (%s) to (%s)',
    name, log, part * 50000 + 1, (part + 1) * 50000 + 1);
  execute format(
    'alter table register_parts.%I alter person_id set statistics 0,
     alter record set statistics 0, alter salt set statistics 0', name);
  execute format(
    'create trigger register_is_not_emptied before truncate on register_parts.%I
     for each statement execute function refuse_change()', name);
end
$$`;
