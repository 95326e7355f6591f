import pg from 'pg';
import { addressOf } from './credentials';
import type { Layout } from './layout';
import { isAlive } from './processes';

const DATABASE = 'assay';
/** Every process that uses the server keeps one connection of this name open; the last one out stops the server. */
const PRESENCE = 'assay:';

/** `backend` is the server's process that serves the connection. */
export type Connection = { url: string; client: pg.Client; backend: number };

/** Undefined when no server of this home answers. */
export async function connectToRunning(layout: Layout): Promise<Connection | undefined> {
  const url = addressOf(layout, DATABASE);
  if (!url) return undefined;
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5000,
    application_name: `${PRESENCE}${process.pid}`,
    keepAlive: true,
  });
  // A presence that breaks is noticed by its end; an error without a listener would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query('select pg_backend_pid() as backend');
    // It must not keep the process alive on its own.
    unref(client);
    return { url, client, backend: Number(rows[0]?.backend) };
  } catch {
    await client.end().catch(() => {});
    return undefined;
  }
}

/** Whether the server takes connections, whatever databases it has. */
export async function canConnect(layout: Layout): Promise<boolean> {
  const url = addressOf(layout, 'postgres');
  if (!url) return false;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Makes the database that `connectToRunning` asks for, when it is not there. */
export async function createDatabase(layout: Layout): Promise<void> {
  const client = new pg.Client({ connectionString: addressOf(layout, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** Ends this process's presence and says whether another process is still there; asked on a connection of its own. */
export async function isLastOut(last: Connection, presence: Connection): Promise<boolean> {
  // Ended from within and waited for: a closed connection would be listed for a moment longer.
  await last.client.query('select pg_terminate_backend($1, 5000)', [presence.backend]);
  const { rows } = await last.client.query<{ name: string }>(
    `select application_name as name from pg_stat_activity
     where starts_with(application_name, $1) and pid <> pg_backend_pid()`,
    [PRESENCE],
  );
  // The connection of a process that was killed may be listed for a moment longer than the process.
  return !rows.some(({ name }) => isAlive(Number(name.slice(PRESENCE.length))));
}

/** pg keeps its socket to itself: its `unref` is public in JavaScript, though its types leave it out. */
function unref(client: pg.Client): void {
  const withUnref = client as pg.Client & { unref?: () => void };
  withUnref.unref?.();
}
