'use client';
import { f1Max } from '@assay/metrics';
import { useEffect, useMemo, useState } from 'react';
import { useUrlState } from '~/ui/useUrlState';
import type { Ranking } from './figures/ranking';

/** A browser counts changes of the address; the one that is stood still at is enough. */
const SETTLE_MS = 250;

/**
 * The threshold that the reader looks at: the address's, else the run's own, else the one of the best F1. The address
 * follows when it stands still.
 */
export function useThreshold(ranking: Ranking, own: number | null) {
  const { get, set } = useUrlState();
  const first = useMemo(() => own ?? f1Max(ranking.counts)?.threshold ?? 0, [ranking, own]);
  const [threshold, setThreshold] = useState(() => parseThreshold(get('t')) ?? first);
  useEffect(() => {
    const timer = setTimeout(() => set({ t: threshold === first ? null : String(threshold) }), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [threshold, first, set]);
  return { threshold, setThreshold, first };
}

export function parseThreshold(text: string | null): number | null {
  if (text === null || text.trim() === '') return null;
  const value = Number(text);
  return Number.isNaN(value) ? null : value;
}
