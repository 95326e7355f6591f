import 'server-only';
import type { CollapseAlarm } from '@assay/contracts';
import { type ArtifactStore, type Database, findRun, listRunArtifacts, listRunEvents } from '@assay/store';
import { type EmbeddingMap, readEmbeddingMap } from './embeddingFile';

/** Steps of a map that are played; more are thinned evenly, the first and the last stay. */
const MAPS_MAX = 40;
const ALARMS_MAX = 1000;

export type Watching = {
  /** What a step saw and made, by name, in the order of the steps. */
  previews: { name: string; steps: { step: number; digest: string }[] }[];
  /** Every change of an alarm, oldest first. */
  alarms: CollapseAlarm[];
  /** Steps of which the features are stored. */
  embeddings: { step: number; digest: string }[];
};

/** What a pretraining is watched by, besides its curves. @throws InputError when there is no such run */
export async function readWatching(db: Database, idOrPrefix: string): Promise<Watching> {
  const run = await findRun(db, idOrPrefix);
  const [previews, embeddings, events] = await Promise.all([
    listRunArtifacts(db, { run: run.id, kind: 'preview' }),
    listRunArtifacts(db, { run: run.id, kind: 'embedding' }),
    listRunEvents(db, { run: run.id, kinds: ['alarm'], limit: ALARMS_MAX }),
  ]);
  const names = [...new Set(previews.map(({ name }) => name))].sort(viewsFirst);
  const place = ({ step, digest }: { step: number; digest: string }) => ({ step, digest });
  return {
    previews: names.map((name) => ({ name, steps: previews.filter((one) => one.name === name).map(place) })),
    alarms: events.flatMap(({ event }) => (event.kind === 'alarm' ? [event] : [])),
    embeddings: embeddings.map(place),
  };
}

/** The maps of a run's features, in the order of the steps; those of other pictures than the last one's are left out. */
export async function readEmbeddingMaps(
  { db, artifacts }: { db: Database; artifacts: ArtifactStore },
  idOrPrefix: string,
): Promise<EmbeddingMap[]> {
  const run = await findRun(db, idOrPrefix);
  const stored = await listRunArtifacts(db, { run: run.id, kind: 'embedding' });
  const maps = await Promise.all(thin(stored, MAPS_MAX).map(({ digest }) => readEmbeddingMap(artifacts, digest)));
  const wanted = maps.at(-1)?.pictures.join();
  return maps.filter(({ map, pictures }) => map.length > 0 && pictures.join() === wanted);
}

/** The views in their order, then what was made of them. */
function viewsFirst(a: string, b: string): number {
  const isView = (name: string) => (/^view\d+\.png$/.test(name) ? 0 : 1);
  return isView(a) - isView(b) || a.localeCompare(b, 'en', { numeric: true });
}

function thin<T>(all: readonly T[], max: number): T[] {
  if (all.length <= max) return [...all];
  const places = new Set(Array.from({ length: max }, (_, i) => Math.round((i * (all.length - 1)) / (max - 1))));
  return all.filter((_, i) => places.has(i));
}
