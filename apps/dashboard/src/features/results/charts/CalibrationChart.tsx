'use client';
import { type ReliabilityBin, rateInterval, reliabilityBins } from '@assay/metrics';
import { useTranslations } from 'next-intl';
import { memo, useMemo } from 'react';
import { formatShare } from '~/ui/formatNumber';
import { PLOT_AREA, Plot } from '~/ui/Plot';
import type { Ranking } from '../figures/ranking';
import { ChartCard, NoChart } from './ChartCard';
import { CURVE_COLOUR } from './colours';
import { shareAxis } from './shareAxis';

const BINS = 10;
/** Height of the fullest bin's bar of counts, in units of the drawing. */
const COUNTS_HEIGHT = 36;

type Filled = ReliabilityBin & { confidence: number; rate: number };

/** How often what was given a probability came true, with the interval of each bin and how many pictures it holds. */
export const CalibrationChart = memo(function CalibrationChart({
  ranking,
  isProbability,
}: {
  ranking: Ranking;
  isProbability: boolean;
}) {
  const t = useTranslations('results.charts');
  const bins = useMemo(
    () => (isProbability ? reliabilityBins(ranking.labels, ranking.scores.map(clip), { bins: BINS }) : []),
    [ranking, isProbability],
  );
  const filled = bins.filter((bin): bin is Filled => bin.confidence !== null && bin.rate !== null);
  const pictures = filled.reduce((sum, { count }) => sum + count, 0);
  const error = filled.reduce(
    (sum, { count, confidence, rate }) => sum + (count * Math.abs(confidence - rate)) / pictures,
    0,
  );
  const most = Math.max(...filled.map(({ count }) => count));
  const [x, y] = useMemo(() => [shareAxis(t('calibration.x')), shareAxis(t('calibration.y'))], [t]);
  return (
    <ChartCard
      title={t('calibration.title')}
      figure={filled.length > 0 && t('calibration.figure', { value: formatShare(error) })}
      hint={t('calibration.hint')}
    >
      {!isProbability || filled.length === 0 ? (
        <NoChart>{t(isProbability ? 'noLabels' : 'calibration.noProbability')}</NoChart>
      ) : (
        <Plot x={x} y={y} summary={t('calibration.summary', { bins: summaryOf(filled) })}>
          {(scale) => (
            <>
              <line
                x1={scale.x(0)}
                y1={scale.y(0)}
                x2={scale.x(1)}
                y2={scale.y(1)}
                stroke="var(--line-strong)"
                strokeDasharray="4 3"
              />
              {filled.map(({ low, high, count, confidence, rate }) => {
                const range = rateInterval(Math.round(rate * count), count);
                const height = (count / most) * COUNTS_HEIGHT;
                return (
                  <g key={low}>
                    <rect
                      x={scale.x(low) + 1}
                      width={scale.x(high) - scale.x(low) - 2}
                      y={PLOT_AREA.bottom - height}
                      height={height}
                      fill="var(--line-strong)"
                      opacity={0.35}
                    />
                    <text
                      x={(scale.x(low) + scale.x(high)) / 2}
                      y={PLOT_AREA.bottom - height - 3}
                      textAnchor="middle"
                      fontSize={9}
                      fill="var(--muted)"
                    >
                      {count}
                    </text>
                    {range && (
                      <line
                        x1={scale.x(confidence)}
                        x2={scale.x(confidence)}
                        y1={scale.y(range.low)}
                        y2={scale.y(range.high)}
                        stroke={CURVE_COLOUR}
                        strokeWidth={1.5}
                      />
                    )}
                    <circle cx={scale.x(confidence)} cy={scale.y(rate)} r={4} fill={CURVE_COLOUR} />
                  </g>
                );
              })}
            </>
          )}
        </Plot>
      )}
    </ChartCard>
  );
});

/** A sum of probabilities may miss 0 or 1 by its last digit. */
function clip(probability: number): number {
  return Math.min(1, Math.max(0, probability));
}

function summaryOf(bins: readonly Filled[]): string {
  return bins
    .map(({ confidence, rate, count }) => `${formatShare(confidence)}: ${formatShare(rate)} (${count})`)
    .join('; ');
}
