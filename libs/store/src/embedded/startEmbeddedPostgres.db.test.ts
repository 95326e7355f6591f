import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { migrate } from '../migrate';
import { prepareLayout } from './layout';
import { serverOwner } from './owner';
import { isAlive } from './processes';
import { serverPid } from './serverProcess';
import { startEmbeddedPostgres } from './startEmbeddedPostgres';

/** Each starts and stops several servers, which takes 2 s on an idle machine. */
const TIMEOUT = 180_000;
const settings = { fsync: 'off' };

let home = '';
const children: ChildProcess[] = [];

beforeEach(() => {
  // Of mode 700, and as root under /root, which the server's user cannot enter.
  home = mkdtempSync(join(process.getuid?.() === 0 ? homedir() : tmpdir(), '.assay-home-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  const pid = serverPid(layout());
  if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGQUIT');
  await vi.waitFor(() => expect(pid !== undefined && isAlive(pid)).toBe(false), 5000);
  rmSync(layout().folder, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
});

const layout = () => prepareLayout(home, serverOwner());

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that uses the same home until it gets a line or is killed. */
async function startOther(): Promise<{ child: ChildProcess; url: string; isOwner: boolean }> {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, 'startEmbeddedPostgres.ts'))};
    const server = await startEmbeddedPostgres({ home: ${JSON.stringify(home)}, settings: { fsync: 'off' } });
    console.log(JSON.stringify({ url: server.url, isOwner: server.isOwner }));
    process.stdin.once('data', async () => { await server.stop(); process.exit(0); });`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const answer = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (data) => resolve(String(data)));
    child.once('exit', (code) => reject(new Error(`the other process ended with ${code}`)));
  });
  return { child, ...JSON.parse(answer) };
}

describe('startEmbeddedPostgres', () => {
  it(
    'starts, keeps its data over a restart, and goes with the last one out',
    async () => {
      const first = await startEmbeddedPostgres({ home, settings });
      const second = await startEmbeddedPostgres({ home, settings });
      expect([first.isOwner, second.isOwner, second.url === first.url]).toEqual([true, false, true]);
      await query(first.url, 'create table kept (value int)');
      const pid = serverPid(layout()) ?? 0;
      await first.stop();
      expect(isAlive(pid)).toBe(true);
      await second.stop();
      expect(isAlive(pid)).toBe(false);
      expect(existsSync(layout().lock)).toBe(false);
      const again = await startEmbeddedPostgres({ home, settings });
      expect(await query(again.url, 'select count(*)::int as n from kept')).toEqual([{ n: 0 }]);
      await again.stop();
    },
    TIMEOUT,
  );

  it(
    'is one server for several processes that start at once',
    async () => {
      const others = await Promise.all([startOther(), startOther(), startOther()]);
      expect(new Set(others.map((other) => other.url)).size).toBe(1);
      expect(others.filter((other) => other.isOwner)).toHaveLength(1);
      const pid = serverPid(layout()) ?? 0;
      for (const { child } of others) {
        expect(isAlive(pid)).toBe(true);
        child.stdin?.write('\n');
        await once(child, 'exit');
      }
      expect(isAlive(pid)).toBe(false);
    },
    TIMEOUT,
  );

  it(
    'outlives a starter that is killed, and then stops with whoever comes last',
    async () => {
      const starter = await startOther();
      expect(starter.isOwner).toBe(true);
      starter.child.kill('SIGKILL');
      await once(starter.child, 'exit');
      const heir = await startEmbeddedPostgres({ home, settings });
      expect([heir.isOwner, heir.url]).toEqual([false, starter.url]);
      const pid = serverPid(layout()) ?? 0;
      await heir.stop();
      expect(isAlive(pid)).toBe(false);
    },
    TIMEOUT,
  );

  it(
    'is waited for when its starter was killed before it answered, and gets its database then',
    async () => {
      const first = await startEmbeddedPostgres({ home, settings });
      const admin = new URL(first.url);
      admin.pathname = '/postgres';
      const doomed = await startOther();
      await query(admin.href, 'drop database assay with (force)');
      doomed.child.kill('SIGKILL');
      const heir = await startEmbeddedPostgres({ home, settings });
      expect([heir.isOwner, heir.url]).toEqual([false, first.url]);
      await heir.stop();
      await first.stop();
    },
    TIMEOUT,
  );

  it(
    'comes back under the same address after the server was killed',
    async () => {
      const server = await startEmbeddedPostgres({ home, settings });
      await query(server.url, 'create table kept (value int)');
      process.kill(serverPid(layout()) ?? 0, 'SIGKILL');
      await vi.waitFor(() => query(server.url, 'select 1 from kept'), { timeout: 30_000, interval: 100 });
      const pid = serverPid(layout()) ?? 0;
      await server.stop();
      expect(isAlive(pid)).toBe(false);
    },
    TIMEOUT,
  );

  it(
    'starts over dead files: a lock, a half-made data folder, a process number that is now somebody else',
    async () => {
      writeFileSync(layout().lock, JSON.stringify({ pid: 2 ** 22 - 3, birth: '1', token: 'x' }));
      mkdirSync(`${layout().data}.new`);
      const first = await startEmbeddedPostgres({ home, settings });
      await first.stop();
      writeFileSync(join(layout().data, 'postmaster.pid'), `${process.pid}\n${layout().data}\n`);
      const second = await startEmbeddedPostgres({ home, settings });
      expect(second.isOwner).toBe(true);
      await second.stop();
    },
    TIMEOUT,
  );

  it(
    'is migrated once when several migrate at once, and refuses a newer schema',
    async () => {
      const server = await startEmbeddedPostgres({ home, settings });
      await Promise.all([migrate(server.url), migrate(server.url), migrate(server.url)]);
      const [row] = await query(server.url, 'select count(*)::int as n from drizzle.__drizzle_migrations');
      const journal = join(import.meta.dirname, '..', '..', 'migrations', 'meta', '_journal.json');
      expect(row).toEqual({ n: JSON.parse(readFileSync(journal, 'utf8')).entries.length });
      await query(server.url, "insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 9e15)");
      await expect(migrate(server.url)).rejects.toThrow('newer version of Assay');
      await server.stop();
    },
    TIMEOUT,
  );

  it('needs the password, and explains a missing one and a home that is no folder', { timeout: TIMEOUT }, async () => {
    const server = await startEmbeddedPostgres({ home, settings });
    const wrong = new URL(server.url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
    await server.stop();
    rmSync(layout().password);
    await expect(startEmbeddedPostgres({ home, settings })).rejects.toThrow(
      'the password of the embedded PostgreSQL is missing',
    );
    const file = join(home, 'file');
    writeFileSync(file, '');
    await expect(startEmbeddedPostgres({ home: join(file, 'x') })).rejects.toThrow('a part of the path is a file');
    symlinkSync('/proc/1/absent', join(home, 'dangling'));
    await expect(startEmbeddedPostgres({ home: join(home, 'dangling') })).rejects.toThrow();
  });
});
