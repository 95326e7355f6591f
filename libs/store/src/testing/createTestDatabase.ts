import pg from 'pg';
import { inject } from 'vitest';
import { createId } from '../createId';
import { type Database, openStore, type Store } from '../database';
import { TEMPLATE } from './template';

export type TestDatabase = {
  url: string;
  db: Database;
  store: Store;
  /** Cuts off whoever is still connected and deletes the database. */
  drop(): Promise<void>;
};

/** A migrated database of a test file's own, on the server of the test run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('databaseServer');
  const name = `test_${createId()}`;
  // Copying a template fails while somebody else copies it.
  await administer(server, ['select pg_advisory_lock(1)', `create database ${name} template ${TEMPLATE}`]);
  const address = new URL(server);
  address.pathname = `/${name}`;
  const store = openStore({ databaseUrl: address.href });
  return {
    url: address.href,
    db: store.db,
    store,
    drop: async () => {
      await store.close();
      await administer(server, [`drop database if exists ${name} with (force)`]);
    },
  };
}

async function administer(server: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
