'use client';
import { useTranslations } from 'next-intl';
import { formatMetric } from '~/features/shared/formatMetric';
import type { Answers } from '~/trpc/types';

/** The mean over the folds with its corrected interval, in a sentence. */
export function FoldSummary({ folds }: { folds: NonNullable<Answers['runs']['folds']> }) {
  const t = useTranslations('folds.summary');
  const { summary, metric } = folds;
  const format = (value: number) => formatMetric(metric, value);
  if (!summary) return <p className="mb-3 text-muted">{t('none')}</p>;
  const { mean, low, high, folds: count } = summary;
  return (
    <p className="mb-3">
      <strong className="font-semibold text-base">{format(mean)}</strong>{' '}
      {low === null || high === null
        ? t('mean', { count })
        : t('interval', { count, low: format(low), high: format(high) })}
      {low !== null && <span className="block text-muted text-xs">{t('note')}</span>}
    </p>
  );
}
