/**
 * The register: append only. A row is never changed, but its record, salt and author may be emptied
 * when their term is over (VP-33: three years at most); number, kind, time and leaf stay for ever.
 */

import type { Kysely } from 'kysely';
import { createTable, run } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(db, {
    name: 'register_entries',
    comment: 'Who did what, when, why (VP-33): append only.',
    columns: [
      ['log', "text not null check (log in ('acts', 'recordings'))", 'Of the two registers.'],
      ['number', 'bigint not null check (number > 0)', 'Counts up from 1 without holes.'],
      ['id', 'text not null unique', 'ent_..., written on what leaves the house.'],
      ['kind', 'text not null', 'What happened, in the past participle.'],
      ['at', 'timestamptz(3) not null', 'When.'],
      ['person_id', 'text', 'Who; machine-owner; null for the system, and once the term is over.'],
      ['record', 'text', 'Canonical JSON (RFC 8785); null once its term is over.'],
      ['salt', 'bytea', 'Random; null once its term is over, so the leaf tells nothing.'],
      ['leaf', 'bytea not null check (length(leaf) = 32)', 'SHA-256(salt || record).'],
    ],
    constraints: ['primary key (log, number)', 'check ((record is null) = (salt is null))'],
    indexes: ['create index register_by_person on register_entries (person_id, at desc)'],
  });
  await run(db, guardRegister);
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

const guardRegister = `
create function guard_register() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE'
     and new.record is null and new.salt is null and new.person_id is null
     and (new.log, new.number, new.id, new.kind, new.at, new.leaf)
         is not distinct from
         (old.log, old.number, old.id, old.kind, old.at, old.leaf) then
    return new;
  end if;
  raise exception 'the register is append only'
    using errcode = 'integrity_constraint_violation';
end
$$`;
