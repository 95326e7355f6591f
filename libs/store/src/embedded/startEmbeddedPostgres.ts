import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '@assay/contracts';
import pg from 'pg';
import { explainDisk } from '../explainDisk';
import { findBinaries } from './binaries';
import { withFileLock } from './fileLock';
import { type Layout, prepareLayout } from './layout';
import { type Owner, serverOwner } from './owner';
import { isAlive } from './processes';
import { freePort, initialise, startServer, stopServer, USER } from './serverProcess';

const DATABASE = 'assay';
const LOCK_SECONDS = 120;
/** Every process that uses the server keeps one connection of this name open; see `stop`. */
const PRESENCE = 'assay:';

export interface EmbeddedPostgres {
  readonly url: string;
  /** Whether this call started the server, rather than finding it up. */
  readonly isOwner: boolean;
  /** Leaves the server; the last one out stops it. Close all other connections first. */
  stop(): Promise<void>;
}

export type EmbeddedOptions = {
  /** Folder of one installation; two homes have two servers. */
  home: string;
  /** Settings of the server, for instance `{ fsync: 'off' }` in tests; they count for who starts it. */
  settings?: Readonly<Record<string, string>>;
};

/**
 * The home's own PostgreSQL, started when it is not up and shared by every process that asks. It listens on a random
 * port of 127.0.0.1 with a random password, outlives the process that started it, survives the sudden death of any,
 * and is started again when it dies itself while this process is there.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const owner = serverOwner();
  const server = { layout: prepareLayout(options.home, owner), owner, settings: options.settings ?? {} };
  let presence = await enter(server);
  const { url, isOwner } = presence;
  let isLeaving = false;
  let comingBack: Promise<void> | undefined;

  const watch = () => {
    presence.client.on('end', () => {
      if (!isLeaving) comingBack = comeBack();
    });
  };
  const comeBack = async () => {
    for (let waitMs = 100; !isLeaving; waitMs = Math.min(waitMs * 2, 5000)) {
      try {
        presence = await enter(server);
        watch();
        return;
      } catch {
        await sleep(waitMs, undefined, { ref: false });
      }
    }
  };
  watch();

  return {
    url,
    isOwner,
    stop: async () => {
      if (isLeaving) return;
      isLeaving = true;
      // Nothing else may be left to keep a process alive that is about to end, and leaving takes a moment.
      const awake = setInterval(() => {}, 1000);
      try {
        // A presence that is just being made would look like somebody else's.
        await comingBack;
        await leave(server.layout, presence);
      } finally {
        clearInterval(awake);
      }
    },
  };
}

type Server = { layout: Layout; owner: Owner; settings: Readonly<Record<string, string>> };
/** `backend` is the server's process that serves the connection. */
type Connection = { url: string; client: pg.Client; backend: number };
type Presence = Connection & { isOwner: boolean };

/** Under the lock, so that nobody stops the server between its start and this process's presence. */
function enter(server: Server): Promise<Presence> {
  const { layout } = server;
  return withFileLock(layout.lock, LOCK_SECONDS * 1000, async () => {
    const found = await connectToRunning(layout);
    if (found) return { ...found, isOwner: false };
    await start(server);
    const started = await connectToRunning(layout);
    if (!started) throw new Error(`the embedded PostgreSQL stopped right after its start: see ${layout.log}`);
    return { ...started, isOwner: true };
  });
}

async function leave(layout: Layout, presence: Presence): Promise<void> {
  await withFileLock(layout.lock, LOCK_SECONDS * 1000, async () => {
    const last = await connectToRunning(layout);
    if (!last) return;
    try {
      // Ended from within and waited for: a closed connection would be listed for a moment longer.
      await last.client.query('select pg_terminate_backend($1, 5000)', [presence.backend]);
      const { rows } = await last.client.query<{ name: string }>(
        `select application_name as name from pg_stat_activity
         where starts_with(application_name, $1) and pid <> pg_backend_pid()`,
        [PRESENCE],
      );
      // The connection of a process that was killed may be listed for a moment longer than the process.
      if (rows.some(({ name }) => isAlive(Number(name.slice(PRESENCE.length))))) return;
    } finally {
      await last.client.end();
    }
    await stopServer(layout);
  });
}

async function start(server: Server): Promise<void> {
  const { layout, owner } = server;
  const bin = findBinaries(layout.binaries, owner);
  const password = readPassword(layout) ?? makePassword(layout);
  await initialise({ bin, layout, owner, password });
  const port = await choosePort(layout);
  await startServer({ ...server, bin, port, canConnect: () => canConnect(layout) });
  await createDatabase(urlOf({ port, password, database: 'postgres' }));
}

/** Undefined when no server of this home answers. */
async function connectToRunning(layout: Layout): Promise<Connection | undefined> {
  const url = urlOf({ ...credentials(layout), database: DATABASE });
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

async function canConnect(layout: Layout): Promise<boolean> {
  const url = urlOf({ ...credentials(layout), database: 'postgres' });
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

async function createDatabase(adminUrl: string | undefined): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** The stored port when it is free, so that others who know it find the server again; else a new one. */
async function choosePort(layout: Layout): Promise<number> {
  const stored = readNumber(layout.port);
  const port = stored !== undefined && (await isFree(stored)) ? stored : await freePort();
  writeAtomically(layout.port, `${port}\n`);
  return port;
}

async function isFree(port: number): Promise<boolean> {
  return freePort(port).then(
    () => true,
    () => false,
  );
}

function credentials(layout: Layout): { port: number | undefined; password: string | undefined } {
  return { port: readNumber(layout.port), password: readPassword(layout) };
}

function urlOf(from: { port: number | undefined; password: string | undefined; database: string }): string | undefined {
  if (from.port === undefined || from.password === undefined) return undefined;
  return `postgres://${USER}:${from.password}@127.0.0.1:${from.port}/${from.database}`;
}

function readPassword(layout: Layout): string | undefined {
  return existsSync(layout.password) ? readFileSync(layout.password, 'utf8').trim() : undefined;
}

function makePassword(layout: Layout): string {
  if (existsSync(layout.data)) {
    throw new InputError({
      where: layout.password,
      found: 'the password of the embedded PostgreSQL is missing, but its data is there',
      fix: 'put the file back, or use another ASSAY_HOME',
    });
  }
  const password = randomBytes(24).toString('base64url');
  writeAtomically(layout.password, `${password}\n`);
  return password;
}

function readNumber(path: string): number | undefined {
  const number = existsSync(path) ? Number(readFileSync(path, 'utf8')) : Number.NaN;
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

function writeAtomically(path: string, text: string): void {
  try {
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw explainDisk(error, path);
  }
}

/** pg keeps its socket to itself: its `unref` is public in JavaScript, though its types leave it out. */
function unref(client: pg.Client): void {
  const withUnref = client as pg.Client & { unref?: () => void };
  withUnref.unref?.();
}
