import { createHash } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainDisk } from '../explainDisk';
import type { Owner } from './owner';

/** As root, outside the home: the server's user could not reach a folder under /root. */
const SYSTEM_FOLDER = '/var/lib/assay';

export type Layout = {
  home: string;
  /** All of the embedded server's files. */
  folder: string;
  /** Owned by the server's user: data and log. */
  server: string;
  data: string;
  log: string;
  port: string;
  password: string;
  lock: string;
  /** Where a copy of the binaries goes when they cannot be used in place. */
  binaries: string;
};

/** Makes the folders of a home's embedded server and says where each file is. */
export function prepareLayout(home: string, owner: Owner): Layout {
  try {
    mkdirSync(home, { recursive: true });
    const realHome = realpathSync(home);
    const folder = owner ? join(SYSTEM_FOLDER, nameOf(realHome)) : join(realHome, 'postgres');
    const server = join(folder, 'server');
    mkdirSync(server, { recursive: true });
    if (owner) {
      // The server's user must be able to pass through, whatever this process's umask is.
      for (const passed of [SYSTEM_FOLDER, folder]) chmodSync(passed, 0o755);
      chownSync(server, owner.uid, owner.gid);
      writeFileSync(join(folder, 'home'), `${realHome}\n`);
    }
    chmodSync(server, 0o700);
    return {
      home: realHome,
      folder,
      server,
      data: join(server, 'data'),
      log: join(server, 'log'),
      port: join(folder, 'port'),
      password: join(folder, 'password'),
      lock: join(folder, 'lock'),
      binaries: owner ? join(SYSTEM_FOLDER, 'binaries') : join(folder, 'binaries'),
    };
  } catch (error) {
    throw explainDisk(error, owner ? `${SYSTEM_FOLDER} (embedded PostgreSQL of ${home})` : home);
  }
}

function nameOf(home: string): string {
  return createHash('sha256').update(home).digest('hex').slice(0, 16);
}
