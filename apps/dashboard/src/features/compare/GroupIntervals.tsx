'use client';
import type { Comparison } from '@assay/contracts';
import { useTranslations } from 'next-intl';
import { formatMetric, metricName } from '~/features/shared/formatMetric';
import { IntervalPlot } from '~/ui/IntervalPlot';
import { Card, Section } from '~/ui/Page';

export function GroupIntervals({ comparison }: { comparison: Comparison }) {
  const t = useTranslations('compare.interval');
  const { metric, groups } = comparison;
  const format = (value: number) => formatMetric(metric, value);
  const summary = groups
    .map(({ key, n, mean, low, high }) =>
      low === null || high === null
        ? t('row', { name: key, mean: format(mean), count: n })
        : t('rowInterval', { name: key, mean: format(mean), low: format(low), high: format(high), count: n }),
    )
    .join('; ');
  return (
    <Section title={t('title', { metric: metricName(metric) })}>
      <Card className="px-4 pt-3 pb-4 sm:pr-10">
        <IntervalPlot
          rows={groups.map(({ key, mean, low, high, values }, colour) => ({
            name: key,
            mean,
            low,
            high,
            values: values.map(({ value }) => value),
            colour,
          }))}
          summary={summary}
        />
        <p className="mt-2 text-muted text-xs">{t(groups.some(({ folds }) => folds) ? 'foldsNote' : 'note')}</p>
      </Card>
    </Section>
  );
}
