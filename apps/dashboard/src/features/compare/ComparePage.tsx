'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '~/trpc/client';
import type { Answers } from '~/trpc/types';
import { PageHeader } from '~/ui/Page';
import { Select } from '~/ui/Select';
import { Answer, EmptyState } from '~/ui/States';
import { useUrlState } from '~/ui/useUrlState';
import { ExperimentComparison } from './ExperimentComparison';

/** `?experiment=…&metric=…&by=…`; without an experiment the newest one that has results. */
export function ComparePage() {
  const t = useTranslations('compare');
  const trpc = useTRPC();
  const experiments = useQuery(trpc.experiments.list.queryOptions());
  return (
    <>
      {!experiments.data?.length && <PageHeader title={t('title')} />}
      <Answer query={experiments} rows={8}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t('noExperiments')}>{t('noExperimentsHint')}</EmptyState>
          ) : (
            <Chosen experiments={all} />
          )
        }
      </Answer>
    </>
  );
}

function Chosen({ experiments }: { experiments: Answers['experiments']['list'] }) {
  const t = useTranslations('compare');
  const { get, set } = useUrlState();
  const wanted = get('experiment');
  const experiment =
    experiments.find(({ name }) => name === wanted) ?? (wanted === null ? withResults(experiments) : undefined);
  const options = experiments.map(({ name }) => ({ value: name, label: name }));
  if (!experiment && wanted !== null) options.unshift({ value: wanted, label: wanted });
  const name = experiment?.name ?? wanted ?? '';
  return (
    <>
      <PageHeader
        title={t('title')}
        detail={experiment?.question !== name ? experiment?.question : null}
        actions={
          <Select
            label={t('experiment')}
            value={name}
            options={options}
            onChange={(value) => set({ experiment: value, metric: null, by: null, curve: null })}
          />
        }
      />
      <ExperimentComparison key={name} experiment={name} />
    </>
  );
}

function withResults(experiments: Answers['experiments']['list']): Answers['experiments']['list'][number] | undefined {
  return experiments.find(({ statuses }) => (statuses.succeeded ?? 0) > 0) ?? experiments[0];
}
