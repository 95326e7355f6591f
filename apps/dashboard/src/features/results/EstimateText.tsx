'use client';
import { useTranslations } from 'next-intl';
import { formatShare } from '~/ui/formatNumber';
import type { Estimate } from './figures/estimate';

/** A figure with its interval below it, and of which kind that is; what is undefined says why. */
export function EstimateText({ estimate, reason }: { estimate: Estimate; reason: string }) {
  const t = useTranslations('results.interval');
  const { value, low, high, kind } = estimate;
  if (value === null) {
    return (
      <span className="text-muted" title={reason}>
        – <span className="sr-only">{reason}</span>
      </span>
    );
  }
  return (
    <>
      <span className="font-medium">{formatShare(value)}</span>
      <IntervalText low={low} high={high} title={kind === null ? estimate.reason : t(`kinds.${kind}`)} />
    </>
  );
}

function IntervalText({ low, high, title }: { low: number | null; high: number | null; title: string | null }) {
  const t = useTranslations('results.interval');
  return (
    <span className="block whitespace-nowrap text-muted text-xs" title={title ?? undefined}>
      {low === null || high === null ? t('none') : t('range', { low: formatShare(low), high: formatShare(high) })}
    </span>
  );
}
