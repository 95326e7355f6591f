import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { migrationsFolder } from './migrationsFolder';

/** Any number, the same in every process: "assay" in ASCII. */
const LOCK = 0x6173736179;

/**
 * Brings the schema up to date. Any number of processes may call it at once: one works, the others wait for it.
 * @throws when the database was made by a newer version of Assay, before anything is changed.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'assay migrate' });
  await client.connect();
  try {
    // The lock belongs to the session, so lock, migrations and unlock share one connection.
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await refuseNewer(client);
    await applyMigrations(drizzle(client), { migrationsFolder: migrationsFolder() });
  } finally {
    await client.end();
  }
}

async function refuseNewer(client: pg.Client): Promise<void> {
  const known = readMigrationFiles({ migrationsFolder: migrationsFolder() });
  const newest = Math.max(...known.map((migration) => migration.folderMillis));
  const { rows: tables } = await client.query(
    "select to_regclass('drizzle.__drizzle_migrations') is not null as found",
  );
  if (!tables[0]?.found) return;
  const { rows } = await client.query('select max(created_at)::float8 as newest from drizzle.__drizzle_migrations');
  if (rows[0]?.newest > newest) {
    throw new Error('the database was made by a newer version of Assay: update this copy, or use another ASSAY_HOME');
  }
}
