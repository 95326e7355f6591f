'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { formatShare, formatSignificant } from '~/ui/formatNumber';
import { Card } from '~/ui/Page';
import { linePath, Plot, type PlotAxis } from '~/ui/Plot';
import { averagePrecision, type CurvePoint } from './precisionRecall';

const SHARES = [0, 0.25, 0.5, 0.75, 1];

/** Precision over recall at every score; a press on it chooses the score there. */
export function ObjectCurve(props: {
  points: readonly CurvePoint[];
  at: { precision: number | null; recall: number | null };
  iouMin: number;
  onScore: (score: number) => void;
}) {
  const { points, at, iouMin, onScore } = props;
  const t = useTranslations('objects.curve');
  const area = useMemo(() => averagePrecision(points), [points]);
  const [x, y] = useMemo(() => [shareAxis(t('recall')), shareAxis(t('precision'))], [t]);
  return (
    <Card className="self-start p-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 className="font-medium">{t('title')}</h2>
        {area !== null && <p className="text-xs">{t('area', { value: formatShare(area) })}</p>}
      </div>
      <p className="mb-2 text-muted text-xs">{t('hint', { iou: iouMin.toFixed(2) })}</p>
      {area === null ? (
        <p className="py-8 text-center text-muted">{t('none')}</p>
      ) : (
        <Plot
          x={x}
          y={y}
          summary={t('summary', {
            iou: iouMin.toFixed(2),
            area: formatShare(area),
            recall: at.recall === null ? t('undefined') : formatShare(at.recall),
            precision: at.precision === null ? t('undefined') : formatShare(at.precision),
          })}
          onPick={(place, scale) => {
            const near = nearest(points, (one) =>
              Math.hypot(scale.x(one.recall) - place.x, scale.y(one.precision) - place.y),
            );
            if (near) onScore(near.score);
          }}
        >
          {(scale) => (
            <>
              <path
                d={linePath(
                  scale,
                  points.map(({ recall, precision }) => [recall, precision]),
                )}
                fill="none"
                stroke="var(--series-1)"
                strokeWidth={1.5}
              />
              {points.length === 1 &&
                points.map((one) => (
                  <circle
                    key={one.score}
                    cx={scale.x(one.recall)}
                    cy={scale.y(one.precision)}
                    r={2}
                    fill="var(--series-1)"
                  />
                ))}
              {at.recall !== null && at.precision !== null && (
                <circle
                  cx={scale.x(at.recall)}
                  cy={scale.y(at.precision)}
                  r={4.5}
                  fill="var(--surface)"
                  stroke="var(--series-2)"
                  strokeWidth={2.5}
                />
              )}
            </>
          )}
        </Plot>
      )}
      {points.length > 0 && (
        <p className="mt-1 text-muted text-xs">
          {t('range', {
            from: formatSignificant(points.at(-1)?.score ?? 0),
            to: formatSignificant(points[0]?.score ?? 0),
          })}
        </p>
      )}
    </Card>
  );
}

function shareAxis(label: string): PlotAxis {
  return { label, from: 0, to: 1, ticks: SHARES.map((at) => ({ at, label: String(at) })) };
}

function nearest<T>(values: readonly T[], distance: (value: T) => number): T | undefined {
  return values.reduce<T | undefined>(
    (best, value) => (best === undefined || distance(value) < distance(best) ? value : best),
    undefined,
  );
}
