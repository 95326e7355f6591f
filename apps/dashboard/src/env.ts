import 'server-only';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** What the launcher (or a deployment) tells this process. Nothing else reads process.env. */
export type Environment = {
  home: string;
  /** Null: the embedded server of `home`. */
  databaseUrl: string | null;
  artifactsUrl: string;
  /** Host names, without a port, under which the dashboard may be asked besides the local ones. */
  hosts: readonly string[];
};

export function readEnvironment(): Environment {
  const home = process.env.ASSAY_HOME || path.join(repositoryRoot(process.cwd()), '.assay');
  return {
    home,
    databaseUrl: process.env.DATABASE_URL || null,
    artifactsUrl: process.env.ARTIFACTS_URL || `file:${path.join(home, 'artifacts')}`,
    hosts: (process.env.ASSAY_HOSTS ?? '')
      .split(',')
      .map((host) => host.trim().toLowerCase())
      .filter(Boolean),
  };
}

/** The nearest folder upwards that holds nx.json; bundled files no longer know where they came from. */
function repositoryRoot(start: string): string {
  let folder = start;
  while (!existsSync(path.join(folder, 'nx.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) return start;
    folder = parent;
  }
  return folder;
}
