'use client';
import { useEffect, useMemo, useState } from 'react';
import type { MadeMap, MadeMethod } from './makeMap';
import { keptMaps, type MapSeries, makeMaps } from './makeMaps';
import { openMapWorker } from './openMapWorker';

type State = { series: MapSeries | null; maps: MadeMap[]; error: Error | null };

/**
 * Maps of the stored features over the steps, made one after the other beside the thread that draws.
 *
 * @param method null makes none
 * @returns the maps of the first steps, as far as they are made, and why it did not go on
 */
export function useMadeMaps(
  method: MadeMethod | null,
  digests: readonly string[],
): { maps: MadeMap[]; error: Error | null; retry: () => void } {
  const all = digests.join(' ');
  const series = useMemo<MapSeries | null>(
    () => (method === null || all === '' ? null : { method, digests: all.split(' ') }),
    [method, all],
  );
  const known = useMemo(() => (series ? keptMaps(series) : []), [series]);
  const [state, setState] = useState<State>({ series: null, maps: [], error: null });
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is made although nothing else has changed
  useEffect(() => {
    if (!series || keptMaps(series).length === series.digests.length) return;
    const aborter = new AbortController();
    const { signal } = aborter;
    const { make, close } = openMapWorker();
    const read = (digest: string) => readFile(digest, signal);
    makeMaps(series, { read, make }, { signal, onMade: (maps) => setState({ series, maps, error: null }) })
      .catch((error: Error) => {
        if (!signal.aborted) setState({ series, maps: keptMaps(series), error });
      })
      .finally(close);
    return () => {
      aborter.abort();
      close();
    };
  }, [series, attempt]);

  const retry = () => {
    setState((before) => ({ ...before, error: null }));
    setAttempt(attempt + 1);
  };
  const { maps, error } = state.series === series ? state : { maps: known, error: null };
  return { maps, error, retry };
}

async function readFile(digest: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(`/api/artifacts/${digest}`, { signal });
  if (!response.ok) throw new Error(`features ${digest.slice(0, 12)}: the server answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
