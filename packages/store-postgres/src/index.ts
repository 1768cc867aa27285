/** Facts and register in PostgreSQL, and a supervised server where the town has none. */

export { type ConnectOptions, connect } from './connect.ts';
export type { DatabaseFailureCode } from './database-failure.ts';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded/embedded-postgres.ts';
