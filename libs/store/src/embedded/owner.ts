import { execFileSync } from 'node:child_process';
import { InputError } from '@assay/contracts';

/** Who runs the server; undefined for the user that runs this process. */
export type Owner = { uid: number; gid: number; name: string } | undefined;

/** PostgreSQL refuses to run as root, so root lends it to a system user that exists already; none is ever created. */
export function serverOwner(): Owner {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const uid = numericId('-u', name);
    const gid = numericId('-g', name);
    if (uid !== undefined && gid !== undefined) return { uid, gid, name };
  }
  throw new InputError({
    where: 'embedded PostgreSQL',
    found: 'it cannot run as root, and there is neither a user "postgres" nor "nobody" to run it',
    fix: 'start Assay as an ordinary user, or set DATABASE_URL',
  });
}

function numericId(option: '-u' | '-g', name: string): number | undefined {
  try {
    return Number(execFileSync('id', [option, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}
