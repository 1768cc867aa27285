/** Facts and register in PostgreSQL, and a supervised server where the town has none. */

export { type ConnectOptions, connect } from './connect.ts';
export type { DatabaseFailureCode } from './database-failure.ts';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  type StopLimits,
  startEmbeddedPostgres,
} from './embedded/embedded-postgres.ts';
export { type ExportWish, exportFacts } from './transfer/export-facts.ts';
export {
  type FactsColumn,
  type FactsFile,
  type FactsManifest,
  readManifest,
} from './transfer/facts-format.ts';
export { type ImportWish, importFacts } from './transfer/import-facts.ts';
