import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { RunRecord } from '@assay/contracts';

const run = promisify(execFile);

/** What a run remembers of the code and the machine; git's facts are null outside a repository. */
export async function readRunRecord(engine: { identity: string; threads: number }): Promise<RunRecord> {
  const root = repositoryRoot();
  const [commit, changes, lockfileDigest] = await Promise.all([
    git(root, ['rev-parse', 'HEAD']),
    git(root, ['status', '--porcelain']),
    digestOf(join(root, 'package-lock.json')),
  ]);
  return {
    commit,
    isTreeClean: commit === null || changes === null ? null : changes === '',
    lockfileDigest,
    cpu: cpus()[0]?.model.trim() || 'unknown',
    threads: engine.threads,
    node: process.version,
    engine: engine.identity,
  };
}

/** The folder that holds nx.json, above this file. */
function repositoryRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'nx.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

async function git(folder: string, parameters: string[]): Promise<string | null> {
  try {
    const { stdout } = await run('git', parameters, { cwd: folder, timeout: 10_000 });
    return stdout.trim();
  } catch {
    return null;
  }
}

async function digestOf(path: string): Promise<string | null> {
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  } catch {
    return null;
  }
}
