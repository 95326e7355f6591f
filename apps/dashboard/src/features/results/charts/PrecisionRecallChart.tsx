'use client';
import { averagePrecision, precisionRecallCurve } from '@assay/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { formatShare } from '~/ui/formatNumber';
import { bandOver } from './bandOver';
import { ChartCard, NoChart } from './ChartCard';
import { type ChartInput, CURVE_POINTS } from './chartInput';
import { RateCurve } from './RateCurve';
import { shareAxis } from './shareAxis';
import { spanOf } from './spanOf';

export function PrecisionRecallChart({ ranking, bands, at, rates, sides, onThreshold }: ChartInput) {
  const t = useTranslations('results.charts');
  const area = useMemo(() => averagePrecision(ranking.labels, ranking.scores), [ranking]);
  const lines = useMemo(() => {
    const { positives, negatives } = ranking.counts;
    const curve = precisionRecallCurve(ranking.counts, { points: CURVE_POINTS });
    const points = (curve?.thresholds ?? []).map((threshold, i) => ({
      threshold,
      x: curve?.recall[i] ?? 0,
      y: curve?.precision[i] ?? 0,
    }));
    const share = positives / Math.max(1, positives + negatives);
    const chance = [
      [0, share],
      [1, share],
    ] as const;
    return { points, band: bandOver({ ranking, bands, x: 'recall', y: 'precision' }), chance };
  }, [ranking, bands]);
  const [x, y] = useMemo(() => [shareAxis(t('recall')), shareAxis(t('precision'))], [t]);
  const mark = at.recall === null || at.precision === null ? null : { x: at.recall, y: at.precision };
  return (
    <ChartCard
      title={t('pr.title')}
      figure={area !== null && t('pr.figure', { value: formatShare(area) })}
      hint={t('pr.hint')}
    >
      {area === null ? (
        <NoChart>{t('needsPositives', sides)}</NoChart>
      ) : (
        <RateCurve
          x={x}
          y={y}
          summary={
            mark === null
              ? t('pr.summaryNone', { area: formatShare(area) })
              : t('pr.summary', { area: formatShare(area), x: formatShare(mark.x), y: formatShare(mark.y) })
          }
          lines={lines}
          mark={mark && { ...mark, xRange: spanOf(rates.recall), yRange: spanOf(rates.precision) }}
          onThreshold={onThreshold}
        />
      )}
    </ChartCard>
  );
}
