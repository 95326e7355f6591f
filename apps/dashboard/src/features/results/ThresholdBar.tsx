'use client';
import { bestThresholdByCost, f1Max, type ThresholdFigures } from '@assay/metrics';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useMemo, useState } from 'react';
import { Button } from '~/ui/Button';
import { formatShare, formatSignificant } from '~/ui/formatNumber';
import type { Ranking } from './figures/ranking';
import { placeOfThreshold, thresholdOfPlace } from './figures/thresholdPlaces';
import type { CostModel } from './useCosts';
import { parseThreshold } from './useThreshold';

/** The threshold, always in view: everything else on the page follows it. */
export function ThresholdBar(props: {
  ranking: Ranking;
  at: ThresholdFigures;
  own: number | null;
  costs: CostModel;
  onThreshold: (threshold: number) => void;
}) {
  const { ranking, at, own, costs, onThreshold } = props;
  const t = useTranslations('results.threshold');
  const rates = useTranslations('results.rates');
  const id = useId();
  const { counts } = ranking;
  const best = useMemo(() => f1Max(counts), [counts]);
  const cheapest = useMemo(() => bestThresholdByCost(counts, costs), [counts, costs]);
  const text = Number.isFinite(at.threshold) ? formatSignificant(at.threshold) : t('above');
  const shown = (['recall', 'precision', 'escapeRate', 'overkillRate'] as const).map((name) => ({
    name,
    value: at[name],
  }));
  return (
    <div className="sticky top-0 z-20 -mx-4 mb-4 border-line border-b bg-canvas px-4 py-2 sm:-mx-6 sm:px-6">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <label htmlFor={id} className="text-muted text-xs">
          {t('label')}
        </label>
        <input
          id={id}
          type="range"
          min={0}
          max={counts.thresholds.length}
          step={1}
          value={placeOfThreshold(counts, at.threshold)}
          aria-valuetext={t('valueText', {
            threshold: text,
            recall: percent(at.recall),
            overkill: percent(at.overkillRate),
          })}
          onChange={(event) => onThreshold(thresholdOfPlace(counts, Number(event.target.value)))}
          className="h-6 min-w-40 flex-1 accent-accent"
        />
        <ThresholdField value={at.threshold} onThreshold={onThreshold} />
        <div className="flex flex-wrap gap-1">
          {own !== null && (
            <Button size="small" onClick={() => onThreshold(own)}>
              {t('own')}
            </Button>
          )}
          {best && (
            <Button size="small" onClick={() => onThreshold(best.threshold)}>
              {t('bestF1')}
            </Button>
          )}
          {cheapest && (
            <Button size="small" onClick={() => onThreshold(cheapest.threshold)}>
              {t('cheapest')}
            </Button>
          )}
        </div>
      </div>
      <dl className="mt-1 flex flex-wrap gap-x-4 text-xs">
        {shown.map(({ name, value }) => (
          <div key={name} className="flex gap-1.5">
            <dt className="text-muted">{rates(`names.${name}`)}</dt>
            <dd className="font-medium">{value === null ? '–' : formatShare(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Exact entry; what is typed counts as soon as it is a number. */
function ThresholdField({ value, onThreshold }: { value: number; onThreshold: (threshold: number) => void }) {
  const t = useTranslations('results.threshold');
  const [typed, setTyped] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a threshold from elsewhere ends the typing
  useEffect(() => {
    if (typed !== null && parseThreshold(typed) !== value) setTyped(null);
  }, [value]);
  return (
    <input
      type="text"
      inputMode="decimal"
      aria-label={t('field')}
      value={typed ?? (Number.isFinite(value) ? String(Number(value.toPrecision(6))) : '∞')}
      onChange={(event) => {
        setTyped(event.target.value);
        const parsed = parseThreshold(event.target.value.replace(',', '.'));
        if (parsed !== null) onThreshold(parsed);
      }}
      onBlur={() => setTyped(null)}
      className="h-7 w-24 rounded border border-line-strong bg-surface px-2 text-right text-ink text-xs tabular-nums"
    />
  );
}

function percent(rate: number | null): string {
  return rate === null ? '–' : `${(100 * rate).toFixed(1)} %`;
}
