'use client';
import { useTranslations } from 'next-intl';
import { memo, useMemo } from 'react';
import { formatSignificant } from '~/ui/formatNumber';
import { PLOT_AREA, Plot, type PlotAxis, type PlotScale } from '~/ui/Plot';
import { type Histogram, scoreHistogram } from '../figures/histogram';
import { ChartCard, NoChart } from './ChartCard';
import type { ChartInput } from './chartInput';
import { NEGATIVE_COLOUR, POSITIVE_COLOUR } from './colours';
import { valueAxis } from './valueAxis';

/** Scores of both sides back to back, each as shares of its own side: what is looked for above, the rest below. */
export function HistogramChart(props: Pick<ChartInput, 'ranking' | 'at' | 'sides' | 'onThreshold'>) {
  const { ranking, at, sides, onThreshold } = props;
  const t = useTranslations('results.charts');
  const { positives, negatives } = ranking.counts;
  const bars = useMemo(() => scoreHistogram(ranking.labels, ranking.scores), [ranking]);
  const [x, y] = useMemo(() => {
    const highest = Math.max(
      ...bars.positives.map((count) => count / Math.max(1, positives)),
      ...bars.negatives.map((count) => count / Math.max(1, negatives)),
    );
    return [valueAxis(t('score'), bars.edges[0] ?? 0, bars.edges.at(-1) ?? 1), mirroredAxis(t('share'), highest)];
  }, [t, bars, positives, negatives]);
  const pick = (place: { x: number }) => {
    const part = (place.x - PLOT_AREA.left) / (PLOT_AREA.right - PLOT_AREA.left);
    onThreshold(x.from + Math.min(1, Math.max(0, part)) * (x.to - x.from));
  };
  const threshold = Number.isFinite(at.threshold) ? formatSignificant(at.threshold) : t('none');
  return (
    <ChartCard
      title={t('histogram.title')}
      hint={t('histogram.hint')}
      figure={
        <>
          <Side colour={POSITIVE_COLOUR}>{t('histogram.side', { name: sides.positive, count: positives })}</Side>
          <Side colour={NEGATIVE_COLOUR}>{t('histogram.side', { name: sides.negative, count: negatives })}</Side>
        </>
      }
    >
      {positives + negatives === 0 ? (
        <NoChart>{t('noLabels')}</NoChart>
      ) : (
        <Plot x={x} y={y} summary={t('histogram.summary', { ...sides, positives, negatives, threshold })} onPick={pick}>
          {(scale) => (
            <>
              <Bars scale={scale} bars={bars} positives={positives} negatives={negatives} />
              <line
                x1={scale.x(at.threshold)}
                x2={scale.x(at.threshold)}
                y1={PLOT_AREA.top}
                y2={PLOT_AREA.bottom}
                stroke="var(--ink)"
                strokeWidth={1.5}
                strokeDasharray="4 3"
              />
            </>
          )}
        </Plot>
      )}
    </ChartCard>
  );
}

function Side({ colour, children }: { colour: string; children: string }) {
  return (
    <span className="ml-3 inline-flex items-center gap-1.5">
      <span aria-hidden className="size-2.5 rounded-sm" style={{ background: colour }} />
      {children}
    </span>
  );
}

type BarsProps = { scale: PlotScale; bars: Histogram; positives: number; negatives: number };

const Bars = memo(function Bars({ scale, bars, positives, negatives }: BarsProps) {
  const middle = scale.y(0);
  const bar = (bin: number, share: number, colour: string) => {
    const left = scale.x(bars.edges[bin] ?? 0);
    const right = scale.x(bars.edges[bin + 1] ?? 0);
    const end = scale.y(share);
    return (
      <rect
        key={`${bin} ${colour}`}
        x={left + 0.25}
        width={Math.max(0.5, right - left - 0.5)}
        y={Math.min(middle, end)}
        height={Math.abs(end - middle)}
        fill={colour}
      />
    );
  };
  return (
    <>
      {bars.positives.map((count, bin) => count > 0 && bar(bin, count / positives, POSITIVE_COLOUR))}
      {bars.negatives.map((count, bin) => count > 0 && bar(bin, -count / negatives, NEGATIVE_COLOUR))}
      <line x1={PLOT_AREA.left} x2={PLOT_AREA.right} y1={middle} y2={middle} stroke="var(--line-strong)" />
    </>
  );
});

/** Up and down alike; a share has no sign. */
function mirroredAxis(label: string, highest: number): PlotAxis {
  const upper = valueAxis(label, 0, highest * 1.05 || 1);
  const down = upper.ticks.filter(({ at }) => at > 0).map((tick) => ({ at: -tick.at, label: tick.label }));
  return { ...upper, from: -upper.to, ticks: [...down, ...upper.ticks] };
}
