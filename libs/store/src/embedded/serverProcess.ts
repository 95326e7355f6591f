import { execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { InputError } from '@assay/contracts';
import { explainDisk } from '../explainDisk';
import { explainServer } from './explainServer';
import type { Layout } from './layout';
import type { Owner } from './owner';
import { commandOf, isAlive } from './processes';

export const USER = 'assay';

const START_SECONDS = 60;
const STOP_SECONDS = 30;

const run = promisify(execFile);

/** Makes the data folder when there is none; one that was interrupted is made again. */
export async function initialise(options: {
  bin: string;
  layout: Layout;
  owner: Owner;
  password: string;
}): Promise<void> {
  const { bin, layout, owner, password } = options;
  if (existsSync(join(layout.data, 'PG_VERSION'))) return refuseOtherVersion(bin, layout);
  const unfinished = `${layout.data}.new`;
  const passwordFile = join(layout.server, 'initial-password');
  try {
    rmSync(unfinished, { recursive: true, force: true });
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (owner) chownSync(passwordFile, owner.uid, owner.gid);
    const locale = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const access = ['-U', USER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
    await run(join(bin, 'initdb'), ['-D', unfinished, ...access, ...locale], {
      ...identity(owner),
      cwd: '/',
      env: quietEnv(),
    });
    renameSync(unfinished, layout.data);
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw said
      ? explainServer(said, { did: 'could not be set up', where: layout.server })
      : explainDisk(error, layout.server);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Starts the server, detached: it outlives this process. Answers once `canConnect` says so. */
export async function startServer(options: {
  bin: string;
  layout: Layout;
  owner: Owner;
  port: number;
  settings: Readonly<Record<string, string>>;
  canConnect: () => Promise<boolean>;
}): Promise<void> {
  const { bin, layout, owner, port } = options;
  clearForeignPidFile(layout);
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    // The path of a socket may have 107 bytes only, and a home may be longer.
    unix_socket_directories: '',
    shared_buffers: '64MB',
    max_connections: '200',
    ...options.settings,
  };
  const log = openLog(layout, owner);
  const from = readText(layout.log).length;
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', layout.data, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    { ...identity(owner), cwd: '/', detached: true, stdio: ['ignore', log, log], env: quietEnv() },
  );
  closeSync(log);
  let ended: string | undefined;
  server.on('error', (error) => {
    ended = error.message;
  });
  server.on('exit', (code, signal) => {
    ended ??= `it ended with ${signal ?? `code ${code}`}`;
  });
  server.unref();
  for (const deadline = Date.now() + START_SECONDS * 1000; Date.now() < deadline; await sleep(40)) {
    if (await options.canConnect()) return;
    if (ended !== undefined) {
      const said = readText(layout.log).slice(from).trim() || ended;
      throw explainServer(said, { did: 'did not start', where: layout.log });
    }
  }
  throw new Error(`the embedded PostgreSQL did not answer within ${START_SECONDS} s: see ${layout.log}`);
}

/** Stops the server after its clients were cut off; waits until it has gone. */
export async function stopServer(layout: Layout): Promise<void> {
  const pid = serverPid(layout);
  if (pid === undefined || !isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  for (const deadline = Date.now() + STOP_SECONDS * 1000; Date.now() < deadline; await sleep(20)) {
    if (!isAlive(pid)) return;
  }
  throw new Error(`the embedded PostgreSQL (process ${pid}) did not stop within ${STOP_SECONDS} s`);
}

/** Number of the server's main process by its own file, which a killed server leaves behind. */
export function serverPid(layout: Layout): number | undefined {
  const pid = Number(readText(join(layout.data, 'postmaster.pid')).split('\n')[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** Whether the process that the server's own file names is there and is PostgreSQL. */
export function isServerAlive(layout: Layout): boolean {
  const pid = serverPid(layout);
  return pid !== undefined && isAlive(pid) && /(^|\/)postgres:?$/.test(commandOf(pid).split(' ')[0] ?? '');
}

/** A port that nobody listens on now: the wanted one, or it fails; any when none is wanted. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('the system gave no port');
  return address.port;
}

/** After a killed server its number may have gone to somebody else, whom PostgreSQL would take for itself. */
function clearForeignPidFile(layout: Layout): void {
  const pid = serverPid(layout);
  if (pid !== undefined && isAlive(pid) && !isServerAlive(layout)) {
    rmSync(join(layout.data, 'postmaster.pid'), { force: true });
  }
}

function refuseOtherVersion(bin: string, layout: Layout): void {
  const made = readText(join(layout.data, 'PG_VERSION')).trim();
  const packaged = readText(join(bin, '..', '..', 'package.json'));
  const version = packaged ? String((JSON.parse(packaged) as { version: string }).version).split('.')[0] : made;
  if (made === version) return;
  throw new InputError({
    where: layout.data,
    found: `it was made by PostgreSQL ${made}, and this copy of Assay brings PostgreSQL ${version}`,
    fix: 'dump it with the old version and load it here, or use another ASSAY_HOME',
  });
}

function openLog(layout: Layout, owner: Owner): number {
  try {
    const log = openSync(layout.log, 'a', 0o600);
    if (owner) chownSync(layout.log, owner.uid, owner.gid);
    chmodSync(layout.log, 0o600);
    return log;
  } catch (error) {
    throw explainDisk(error, layout.log);
  }
}

function identity(owner: Owner): { uid?: number; gid?: number } {
  return owner ? { uid: owner.uid, gid: owner.gid } : {};
}

/** Messages in English, so that they can be read for known words. PG* of the caller must not reach the server. */
function quietEnv(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (name.startsWith('PG') || name.startsWith('LC_')) delete env[name];
  env.LC_ALL = 'C';
  return env;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
