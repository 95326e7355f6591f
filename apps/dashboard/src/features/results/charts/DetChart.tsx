'use client';
import { detCurve } from '@assay/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { formatShare } from '~/ui/formatNumber';
import { bandOver } from './bandOver';
import { ChartCard, NoChart } from './ChartCard';
import { type ChartInput, CURVE_POINTS } from './chartInput';
import { probitAxis } from './probitAxis';
import { RateCurve } from './RateCurve';
import { spanOf } from './spanOf';

export function DetChart({ ranking, bands, at, rates, sides, onThreshold }: ChartInput) {
  const t = useTranslations('results.charts');
  const { positives, negatives } = ranking.counts;
  const lines = useMemo(() => {
    const curve = detCurve(ranking.counts, { points: CURVE_POINTS });
    const points = (curve?.thresholds ?? []).map((threshold, i) => ({
      threshold,
      x: curve?.falsePositiveRate[i] ?? 0,
      y: curve?.falseNegativeRate[i] ?? 0,
    }));
    return { points, band: bandOver({ ranking, bands, x: 'overkillRate', y: 'escapeRate' }) };
  }, [ranking, bands]);
  const [x, y] = useMemo(
    () => [probitAxis(t('overkillRate'), negatives), probitAxis(t('escapeRate'), positives)],
    [t, positives, negatives],
  );
  const mark = at.overkillRate === null || at.escapeRate === null ? null : { x: at.overkillRate, y: at.escapeRate };
  return (
    <ChartCard title={t('det.title')} hint={t('det.hint')}>
      {mark === null ? (
        <NoChart>{t('needsBoth', sides)}</NoChart>
      ) : (
        <RateCurve
          x={x}
          y={y}
          summary={t('det.summary', { x: formatShare(mark.x), y: formatShare(mark.y) })}
          lines={lines}
          mark={{ ...mark, xRange: spanOf(rates.overkillRate), yRange: spanOf(rates.escapeRate) }}
          onThreshold={onThreshold}
        />
      )}
    </ChartCard>
  );
}
