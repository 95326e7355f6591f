'use client';
import { mcnemarTest } from '@assay/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useWorkerAnswer } from '~/features/results/worker/useWorkerAnswer';
import { formatShare } from '~/ui/formatNumber';
import { Facts } from '~/ui/Page';
import { formatP } from '../formatP';
import type { PairNames } from './PairView';
import type { Paired } from './pairPredictions';

/** Whether the two runs can be told apart on these pictures, in numbers and in words. */
export function PairFinding({
  names,
  paired,
  groups,
}: {
  names: PairNames;
  paired: Paired;
  groups: Int32Array | null;
}) {
  const t = useTranslations('compare.pair');
  const { cells, rowsA } = paired;
  const n = rowsA.length;
  const found = mcnemarTest({ onlyA: cells.onlyA.length, onlyB: cells.onlyB.length, n }, names);
  const input = useMemo(() => {
    if (groups === null) return null;
    const gains = new Int8Array(rowsA.length);
    for (const place of cells.onlyA) gains[place] = 1;
    for (const place of cells.onlyB) gains[place] = -1;
    return { gains, groups: Int32Array.from(rowsA, (row) => groups[row] ?? 0) };
  }, [cells, rowsA, groups]);
  const byPart = useWorkerAnswer('difference', input).answer;
  const range = (low: number | null, high: number | null) =>
    low === null || high === null ? '–' : t('range', { low: signed(low), high: signed(high) });
  return (
    <div className="min-w-0 max-w-prose flex-1 basis-80 space-y-2">
      <Facts
        facts={[
          { name: t('asked'), value: t(`askedFor.${paired.asked}`) },
          { name: t('accuracy', { name: names.a }), value: formatShare((cells.both.length + cells.onlyA.length) / n) },
          { name: t('accuracy', { name: names.b }), value: formatShare((cells.both.length + cells.onlyB.length) / n) },
          { name: t('difference'), value: `${signed(found.effect ?? 0)} (${range(found.low, found.high)})` },
          ...(byPart ? [{ name: t('byPart'), value: range(byPart.low, byPart.high) }] : []),
          { name: t('p'), value: found.p === null ? '–' : formatP(found.p) },
        ]}
      />
      <p>{found.says}</p>
      {groups && <p className="text-warn">{t('partsNote')}</p>}
      {paired.unpaired > 0 && <p className="text-muted text-xs">{t('unpaired', { count: paired.unpaired })}</p>}
    </div>
  );
}

/** A real minus, as wide as the plus. */
function signed(value: number): string {
  return formatShare(value).replace('-', '−');
}
