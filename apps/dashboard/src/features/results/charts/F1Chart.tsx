'use client';
import { f1Curve, f1Max } from '@assay/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { formatShare, formatSignificant } from '~/ui/formatNumber';
import { ChartCard, NoChart } from './ChartCard';
import { type ChartInput, CURVE_POINTS } from './chartInput';
import { RateCurve } from './RateCurve';
import { shareAxis } from './shareAxis';
import { spanOf } from './spanOf';
import { valueAxis } from './valueAxis';

const NO_BAND: [] = [];

export function F1Chart({ ranking, at, rates, sides, onThreshold }: Omit<ChartInput, 'bands'>) {
  const t = useTranslations('results.charts');
  const best = useMemo(() => f1Max(ranking.counts), [ranking]);
  const lines = useMemo(() => {
    const curve = f1Curve(ranking.counts, { points: CURVE_POINTS });
    const thresholds = curve?.thresholds ?? [];
    // Every threshold above the next lower score calls the same pictures, so the curve is a stair.
    const points = thresholds.flatMap((threshold, i) => {
      const y = curve?.f1[i] ?? 0;
      return [
        { threshold, x: threshold, y },
        { threshold, x: thresholds[i + 1] ?? threshold, y },
      ];
    });
    return { points, band: NO_BAND };
  }, [ranking]);
  const [x, y] = useMemo(() => {
    const { thresholds } = ranking.counts;
    return [valueAxis(t('threshold'), thresholds.at(-1) ?? 0, thresholds[0] ?? 1), shareAxis(t('f1.axis'))];
  }, [t, ranking]);
  return (
    <ChartCard
      title={t('f1.title')}
      figure={best && t('f1.figure', { value: formatShare(best.value), threshold: formatSignificant(best.threshold) })}
      hint={t('f1.hint')}
    >
      {best === null || at.f1 === null ? (
        <NoChart>{t('needsPositives', sides)}</NoChart>
      ) : (
        <RateCurve
          x={x}
          y={y}
          summary={t('f1.summary', {
            best: formatShare(best.value),
            at: formatSignificant(best.threshold),
            value: formatShare(at.f1),
          })}
          lines={lines}
          mark={{ x: Math.min(at.threshold, x.to), y: at.f1, xRange: null, yRange: spanOf(rates.f1) }}
          onThreshold={onThreshold}
        />
      )}
    </ChartCard>
  );
}
