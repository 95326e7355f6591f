'use client';
import type { ThresholdFigures } from '@assay/metrics';
import { useMemo } from 'react';
import { NO_LABEL, type PredictionColumns } from '~/columns/predictionColumns';
import type { Ranking } from './figures/ranking';
import { type BootstrappedRates, type Rates, type RatesInput, ratesAt } from './figures/rates';
import { useSettled } from './useSettled';
import { useWorkerAnswer } from './worker/useWorkerAnswer';

const SETTLE_MS = 200;

/**
 * The rates at a threshold. Their values and the intervals by counts are there at once; what draws pictures anew (F1, and
 * all of them where pictures are of parts) follows when the threshold stands still.
 */
export function useRates(columns: PredictionColumns, ranking: Ranking, at: ThresholdFigures) {
  const kinds = useMemo(
    () => Int32Array.from(ranking.rows, (row) => columns.labels[row] ?? NO_LABEL),
    [columns, ranking],
  );
  const settled = useSettled(at.threshold, SETTLE_MS);
  const input = useMemo((): RatesInput | null => {
    if (settled === null || ranking.rows.length === 0) return null;
    const { labels, scores, groups } = ranking;
    return { labels, scores, kinds, groups, threshold: settled };
  }, [ranking, kinds, settled]);
  const { answer, error } = useWorkerAnswer('rates', input);
  const rates = useMemo(() => mergeRates(ratesAt(at), ranking.groups !== null, answer), [at, ranking, answer]);
  return { rates, kinds: ranking.groups === null ? null : (answer?.kinds ?? null), error };
}

function mergeRates(counted: Rates, isOfParts: boolean, drawn: BootstrappedRates | null): Rates {
  if (!isOfParts) return drawn ? { ...counted, f1: drawn.rates.f1 } : counted;
  if (drawn) return drawn.rates;
  const bare = Object.entries(counted).map(([name, { value }]) => [
    name,
    { value, low: null, high: null, kind: null, reason: null },
  ]);
  // The same keys as before.
  return Object.fromEntries(bare) as Rates;
}
