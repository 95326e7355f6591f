'use client';
import { TELLING_METRICS } from '@assay/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { metricName } from '~/features/shared/formatMetric';
import { useChanges } from '~/features/shared/useChanges';
import { useTRPC } from '~/trpc/client';
import { Select } from '~/ui/Select';
import { Answer, EmptyState } from '~/ui/States';
import { useUrlState } from '~/ui/useUrlState';
import { ConfigDifferences } from './ConfigDifferences';
import { DifferenceTable } from './DifferenceTable';
import { DifferenceWords } from './DifferenceWords';
import { GroupIntervals } from './GroupIntervals';
import { GroupTable } from './GroupTable';
import { MarginField, readMargin } from './MarginField';
import { OverlaidCurves } from './OverlaidCurves';
import { PairSection } from './pair/PairSection';
import { SamePictures } from './SamePictures';
import { Warnings } from './Warnings';

/** What the runs can be grouped by besides their label; each is a config path. */
const GROUPINGS = ['label', 'task', 'init.kind', 'backbone.kind', 'dataset.labelFraction'];

export function ExperimentComparison({ experiment }: { experiment: string }) {
  const t = useTranslations('compare');
  const trpc = useTRPC();
  const keys = useQuery(trpc.experiments.metricKeys.queryOptions({ experiment }));
  useChanges();
  return (
    <Answer query={keys} rows={8}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState title={t('noMetrics')}>{t('noMetricsHint')}</EmptyState>
        ) : (
          <Comparison experiment={experiment} keys={all} />
        )
      }
    </Answer>
  );
}

function Comparison({ experiment, keys }: { experiment: string; keys: string[] }) {
  const t = useTranslations('compare');
  const trpc = useTRPC();
  const { get, set } = useUrlState();
  const favourite = TELLING_METRICS.find((key) => keys.includes(key)) ?? keys[0] ?? '';
  const metric = keys.find((key) => key === get('metric')) ?? favourite;
  const by = get('by') ?? 'label';
  const margin = readMargin(get('margin'));
  const query = { experiment, metric, ...(by === 'label' ? {} : { by }) };
  const input = { ...query, ...(margin === undefined ? {} : { margin }) };
  const comparison = useQuery({
    ...trpc.experiments.compare.queryOptions(input),
    placeholderData: keepPreviousData,
  });
  const groupings = GROUPINGS.includes(by) ? GROUPINGS : [...GROUPINGS, by];
  return (
    <>
      <div className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Select
          label={t('metric')}
          value={metric}
          options={keys.map((key) => ({ value: key, label: metricName(key) }))}
          onChange={(value) => set({ metric: value === favourite ? null : value })}
        />
        <Select
          label={t('by')}
          value={by}
          options={groupings.map((path) => ({ value: path, label: path === 'label' ? t('byLabel') : path }))}
          onChange={(value) => set({ by: value === 'label' ? null : value })}
        />
        <MarginField />
        <Link
          href={`/runs?experiment=${encodeURIComponent(experiment)}`}
          className="ml-auto text-accent hover:underline"
        >
          {t('showRuns')}
        </Link>
      </div>
      <Answer query={comparison} rows={10}>
        {(found) => (
          <>
            <Warnings warnings={found.warnings} />
            <ConfigDifferences comparison={found} />
            <GroupIntervals comparison={found} />
            <GroupTable comparison={found} />
            <DifferenceTable comparison={found} />
            <DifferenceWords comparison={found} />
            <SamePictures comparison={found} query={query} />
            <OverlaidCurves comparison={found} keys={keys} />
            <PairSection experiment={experiment} />
          </>
        )}
      </Answer>
    </>
  );
}
