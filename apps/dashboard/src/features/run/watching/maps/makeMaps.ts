import type { MadeMap, MadeMethod, MapRequest } from './makeMap';

/** What maps are made of: the files of the features over the steps, each named by its digest. */
export type MapSeries = { method: MadeMethod; digests: readonly string[] };

type Maker = {
  read: (digest: string) => Promise<Uint8Array>;
  make: (request: MapRequest) => Promise<MadeMap>;
};

/** Maps that are kept, those of a few runs: a map follows from its method and all files up to its own. */
const KEPT_MAX = 400;
const kept = new Map<string, MadeMap>();

function nameOf({ method, digests }: MapSeries, count: number): string {
  return `${method} ${digests.slice(0, count).join(' ')}`;
}

/** The maps of the first steps, as far as they have been made before. */
export function keptMaps(series: MapSeries): MadeMap[] {
  const found: MadeMap[] = [];
  for (const place of series.digests.keys()) {
    const map = kept.get(nameOf(series, place + 1));
    if (!map) break;
    found.push(map);
  }
  return found;
}

/**
 * Makes the maps that are missing, in the order of the steps, each begun at the one before so that only what has changed
 * moves. Steps that come later go on from there.
 *
 * @param onMade is told all maps so far, after each
 */
export async function makeMaps(
  series: MapSeries,
  { read, make }: Maker,
  { onMade, signal }: { onMade: (maps: MadeMap[]) => void; signal: AbortSignal },
): Promise<void> {
  const maps = keptMaps(series);
  for (const [place, digest] of series.digests.entries()) {
    if (place < maps.length) continue;
    const bytes = await read(digest);
    if (signal.aborted) return;
    const map = await make({ bytes, method: series.method, start: maps.at(-1)?.points ?? null });
    if (signal.aborted) return;
    kept.set(nameOf(series, place + 1), map);
    forgetOldest();
    maps.push(map);
    onMade([...maps]);
  }
}

function forgetOldest(): void {
  const [oldest] = kept.keys();
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
}
