/**
 * How a table is written down: every column has a type and a comment with its unit and its reason, in
 * one place, so that the schema explains itself to whoever opens the database. One statement a call.
 */

import { type Kysely, sql } from 'kysely';

export interface TablePlan {
  readonly name: string;
  readonly comment: string;
  /** [name, type and constraints, comment] */
  readonly columns: readonly (readonly [name: string, type: string, comment: string])[];
  /** Table constraints. */
  readonly constraints?: readonly string[];
  readonly indexes?: readonly string[];
  /** `range (number)`: the table is kept in parts. */
  readonly partitionBy?: string;
}

/** Creates a table with its comments and indexes. The plan is code, never input. */
export async function createTable(db: Kysely<unknown>, plan: TablePlan): Promise<void> {
  const lines = [
    ...plan.columns.map(([name, type]) => `${name} ${type}`),
    ...(plan.constraints ?? []),
  ];
  const parts = plan.partitionBy === undefined ? '' : ` partition by ${plan.partitionBy}`;
  await run(db, `create table ${plan.name} (\n  ${lines.join(',\n  ')}\n)${parts}`);
  await run(db, `comment on table ${plan.name} is ${quoted(plan.comment)}`);
  for (const [name, , comment] of plan.columns) {
    await run(db, `comment on column ${plan.name}.${name} is ${quoted(comment)}`);
  }
  for (const index of plan.indexes ?? []) {
    await run(db, index);
  }
}

export async function run(db: Kysely<unknown>, statement: string): Promise<void> {
  await sql.raw(statement).execute(db);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
