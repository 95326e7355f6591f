'use client';
import { rocCurve } from '@assay/metrics';
import { useMemo } from 'react';
import { type Bands, bandsByCounts } from './figures/bands';
import type { Ranking } from './figures/ranking';
import { useWorkerAnswer } from './worker/useWorkerAnswer';

const POINTS = 80;

/** The bands of a ranking's curves: by counts at once, by parts when the worker has drawn them. */
export function useBands(ranking: Ranking): Bands | null {
  const thresholds = useMemo(() => rocCurve(ranking.counts, { points: POINTS })?.thresholds ?? [], [ranking]);
  const counted = useMemo(
    () => (ranking.groups === null ? bandsByCounts(ranking.counts, thresholds) : null),
    [ranking, thresholds],
  );
  const input = useMemo(() => {
    const { labels, scores, groups } = ranking;
    return groups === null || thresholds.length === 0 ? null : { labels, scores, groups, thresholds };
  }, [ranking, thresholds]);
  const { answer } = useWorkerAnswer('bands', input);
  return counted ?? answer;
}
