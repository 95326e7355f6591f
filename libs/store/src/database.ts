import { drizzle, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import pg from 'pg';
import * as tables from './schema/tables';

/** A database or a transaction in it; every query function takes one. */
export type Database = PgDatabase<NodePgQueryResultHKT, typeof tables>;

export type Store = {
  db: Database;
  /** For listeners, which need a connection of their own. */
  databaseUrl: string;
  /** Waits for what is under way and closes all connections. */
  close(): Promise<void>;
};

/** Opens a pool of connections; none is made before the first query. */
export function openStore(options: { databaseUrl: string; connectionsMax?: number; applicationName?: string }): Store {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: options.connectionsMax ?? 10,
    connectionTimeoutMillis: 10_000,
    application_name: options.applicationName ?? 'assay',
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
  let closing: Promise<void> | undefined;
  return {
    db: drizzle(pool, { schema: tables, casing: 'snake_case' }),
    databaseUrl: options.databaseUrl,
    close: () => {
      closing ??= pool.end();
      return closing;
    },
  };
}
