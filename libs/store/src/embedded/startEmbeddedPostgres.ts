import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries } from './binaries';
import { choosePort, makePassword, readPassword } from './credentials';
import { withFileLock } from './fileLock';
import { type Layout, prepareLayout } from './layout';
import { type Owner, serverOwner } from './owner';
import { type Connection, canConnect, connectToRunning, createDatabase, isLastOut } from './presence';
import { initialise, isServerAlive, startServer, stopServer } from './serverProcess';

const LOCK_SECONDS = 120;
/** How long a server that another process has started may take until it answers. */
const ANSWER_SECONDS = 60;
/** A server that was killed leaves processes behind that hold its memory for a moment. */
const START_TRIES = 10;

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
type Presence = Connection & { isOwner: boolean };

/** Under the lock, so that nobody stops the server between its start and this process's presence. */
function enter(server: Server): Promise<Presence> {
  const { layout } = server;
  return withFileLock(layout.lock, LOCK_SECONDS * 1000, async () => {
    const found = await findRunning(layout);
    if (found) return { ...found, isOwner: false };
    await start(server);
    const started = await connectToRunning(layout);
    if (!started) throw new Error(`the embedded PostgreSQL stopped right after its start: see ${layout.log}`);
    return { ...started, isOwner: true };
  });
}

/** Waits for a server that is there and does not answer yet: its starter may have been killed half-way. */
async function findRunning(layout: Layout): Promise<Connection | undefined> {
  for (const deadline = Date.now() + ANSWER_SECONDS * 1000; Date.now() < deadline; await sleep(100)) {
    const found = await connectToRunning(layout);
    if (found) return found;
    if (!isServerAlive(layout)) return undefined;
    if (await canConnect(layout)) await createDatabase(layout);
  }
  throw new Error(`the embedded PostgreSQL runs, but has not answered for ${ANSWER_SECONDS} s: see ${layout.log}`);
}

async function leave(layout: Layout, presence: Presence): Promise<void> {
  await withFileLock(layout.lock, LOCK_SECONDS * 1000, async () => {
    const last = await connectToRunning(layout);
    if (!last) return;
    let isLast: boolean;
    try {
      isLast = await isLastOut(last, presence);
    } finally {
      await last.client.end();
    }
    if (isLast) await stopServer(layout);
  });
}

async function start(server: Server): Promise<void> {
  const { layout, owner } = server;
  const bin = findBinaries(layout.binaries, owner);
  const password = readPassword(layout) ?? makePassword(layout);
  await initialise({ bin, layout, owner, password });
  for (let tries = 1; ; tries++) {
    try {
      const port = await choosePort(layout);
      await startServer({ ...server, bin, port, canConnect: () => canConnect(layout) });
      break;
    } catch (error) {
      const isHeld =
        error instanceof Error && /shared memory block|already exists|Address already in use/.test(error.message);
      if (!isHeld || tries === START_TRIES) throw error;
      await sleep(500);
    }
  }
  await createDatabase(layout);
}
