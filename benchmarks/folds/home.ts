import { join } from 'node:path';
import { cropManifest, importFolder } from '@assay/data';
import { type Context, publishDatasetVersion } from '@assay/services';
import { openArtifacts, openStore, resolveDatabase } from '@assay/store';
import { runWorker } from '../../apps/trainer/src/worker/supervisor';
import { ROOT } from '../../tools/lib/root.mjs';
import { cacheFolder } from '../../tools/setup/facts.mjs';
import { CUT, DATASET } from './settings';

/** An installation of its own, where what is done already stays done. */
export type Home = {
  ctx: Context;
  /** Works on all that is queued, until nothing is left. */
  work(say: (line: string) => void): Promise<void>;
};

/** Opens the benchmark's own database and artifact store in the cache folder, and closes them whatever happens. */
export async function withHome<T>(use: (home: Home) => Promise<T>): Promise<T> {
  const home = join(cacheFolder(), 'benchmarks', 'folds');
  const artifactsUrl = `file:${join(home, 'artifacts')}`;
  const artifacts = openArtifacts(artifactsUrl);
  const database = await resolveDatabase({ home, databaseUrl: undefined });
  const { databaseUrl } = database;
  const store = openStore({ databaseUrl, applicationName: 'assay benchmark' });
  try {
    const ctx: Context = { db: store.db, artifacts, actor: { name: 'benchmark', role: 'admin' } };
    const work = (log: (line: string) => void) => {
      const options = { databaseUrl, artifactsUrl, home, threads: null, concurrency: 1, once: true };
      return runWorker({ ...options, signal: new AbortController().signal, log });
    };
    return await use({ ctx, work });
  } finally {
    await store.close();
    await database.close();
  }
}

/** Cuts of the example's boards, all in one split: folds deal them out. The same files give the same digest. */
export async function publishCuts(ctx: Context): Promise<string> {
  const { manifest, files } = await importFolder({ path: join(ROOT, 'examples', 'deeppcb'), name: DATASET });
  for (const file of files.values()) await ctx.artifacts.put({ file });
  const readPicture = (digest: string) => ctx.artifacts.read(digest);
  const cuts = await cropManifest(manifest, { size: CUT, margin: 0.25, seed: 0, readPicture });
  const { digest } = await publishDatasetVersion(ctx, {
    name: DATASET,
    manifest: cuts.manifest,
    format: 'crop',
    files: cuts.pictures,
  });
  return digest;
}
