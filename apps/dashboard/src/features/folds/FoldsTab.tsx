'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { metricName } from '~/features/shared/formatMetric';
import { useChanges } from '~/features/shared/useChanges';
import { useTRPC } from '~/trpc/client';
import type { Answers } from '~/trpc/types';
import { Section } from '~/ui/Page';
import { Select } from '~/ui/Select';
import { Answer, EmptyState } from '~/ui/States';
import { FoldGrid } from './FoldGrid';
import { FoldSummary } from './FoldSummary';
import { OutOfFoldTable } from './OutOfFoldTable';

/** The cross-validation that a run is a fold of. */
export function FoldsTab({ run }: { run: string }) {
  const t = useTranslations('folds');
  const trpc = useTRPC();
  const [metric, setMetric] = useState<string>();
  const folds = useQuery(trpc.runs.folds.queryOptions({ run, ...(metric === undefined ? {} : { metric }) }));
  useChanges();
  return (
    <Answer query={folds} rows={8}>
      {(found) =>
        found === null ? (
          <EmptyState title={t('none')}>{t('noneHint')}</EmptyState>
        ) : (
          <Folds run={run} folds={found} onMetric={setMetric} />
        )
      }
    </Answer>
  );
}

type Found = NonNullable<Answers['runs']['folds']>;

function Folds({ run, folds, onMetric }: { run: string; folds: Found; onMetric: (metric: string) => void }) {
  const t = useTranslations('folds');
  const { plan, sizes, metric, metrics } = folds;
  const shown = metrics.filter((key) => !key.includes('class:'));
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="max-w-prose text-muted">
          {t('plan', { count: String(plan.of), groupBy: t(`groupBy.${plan.groupBy}`) })}{' '}
          {sizes && t('sizes', { train: sizes.train.toFixed(0), test: sizes.test.toFixed(0) })}
        </p>
        {shown.length > 0 && (
          <Select
            label={t('metric')}
            value={metric}
            options={(shown.includes(metric) ? shown : [metric, ...shown]).map((key) => ({
              value: key,
              label: metricName(key),
            }))}
            onChange={onMetric}
          />
        )}
      </div>
      <Section title={t('values', { metric: metricName(metric) })}>
        <FoldSummary folds={folds} />
        <FoldGrid folds={folds} run={run} />
      </Section>
      <Section title={t('outOfFold.title')}>
        <OutOfFoldTable folds={folds} />
      </Section>
    </>
  );
}
