'use client';
import { rocAuc, rocCurve } from '@assay/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { formatShare } from '~/ui/formatNumber';
import { bandOver } from './bandOver';
import { ChartCard, NoChart } from './ChartCard';
import { type ChartInput, CURVE_POINTS } from './chartInput';
import { RateCurve } from './RateCurve';
import { shareAxis } from './shareAxis';
import { spanOf } from './spanOf';

const CHANCE = [
  [0, 0],
  [1, 1],
] as const;

export function RocChart({ ranking, bands, at, rates, sides, onThreshold }: ChartInput) {
  const t = useTranslations('results.charts');
  const area = useMemo(() => rocAuc(ranking.labels, ranking.scores), [ranking]);
  const lines = useMemo(() => {
    const curve = rocCurve(ranking.counts, { points: CURVE_POINTS });
    const points = (curve?.thresholds ?? []).map((threshold, i) => ({
      threshold,
      x: curve?.falsePositiveRate[i] ?? 0,
      y: curve?.truePositiveRate[i] ?? 0,
    }));
    return { points, band: bandOver({ ranking, bands, x: 'overkillRate', y: 'recall' }), chance: CHANCE };
  }, [ranking, bands]);
  const [x, y] = useMemo(() => [shareAxis(t('overkillRate')), shareAxis(t('recall'))], [t]);
  const title = t('roc.title');
  const mark = at.overkillRate === null || at.recall === null ? null : { x: at.overkillRate, y: at.recall };
  return (
    <ChartCard
      title={title}
      figure={area !== null && t('roc.figure', { value: formatShare(area) })}
      hint={t('roc.hint')}
    >
      {area === null || mark === null ? (
        <NoChart>{t('needsBoth', sides)}</NoChart>
      ) : (
        <RateCurve
          x={x}
          y={y}
          summary={t('roc.summary', { area: formatShare(area), x: formatShare(mark.x), y: formatShare(mark.y) })}
          lines={lines}
          mark={{ ...mark, xRange: spanOf(rates.overkillRate), yRange: spanOf(rates.recall) }}
          onThreshold={onThreshold}
        />
      )}
    </ChartCard>
  );
}
