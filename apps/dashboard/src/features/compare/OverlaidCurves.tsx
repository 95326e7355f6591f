'use client';
import type { Comparison } from '@assay/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { metricName } from '~/features/shared/formatMetric';
import { useTRPC } from '~/trpc/client';
import { Checkbox } from '~/ui/Field';
import { Legend } from '~/ui/Legend';
import { LineChart } from '~/ui/LineChart';
import { Card, Section } from '~/ui/Page';
import { Select } from '~/ui/Select';
import { Answer, EmptyState } from '~/ui/States';
import { useUrlState } from '~/ui/useUrlState';

const POINTS_MAX = 400;
const HEIGHT = 300;
const FAVOURITES = ['validation/accuracy', 'train/loss', 'knn/accuracy'];

/** All runs of the comparison over each other: a line a run, a colour a group. */
export function OverlaidCurves({ comparison, keys }: { comparison: Comparison; keys: readonly string[] }) {
  const t = useTranslations('compare.curves');
  const chart = useTranslations('ui.chart');
  const trpc = useTRPC();
  const { get, set } = useUrlState();
  const { groups } = comparison;
  const drawn = keys.filter((key) => !key.startsWith('test/'));
  const favourite = FAVOURITES.find((key) => drawn.includes(key)) ?? drawn[0];
  const key = drawn.find((one) => one === get('curve')) ?? favourite;
  const isLog = get('log') === '1';
  const runs = groups.flatMap(({ values }) => values.map(({ run }) => run)).slice(0, 200);
  const curves = useQuery({
    ...trpc.runs.curves.queryOptions(
      { runs, keys: [key ?? 'none'], pointsMax: POINTS_MAX },
      { enabled: key !== undefined && runs.length > 0 },
    ),
    placeholderData: keepPreviousData,
  });
  if (key === undefined || runs.length === 0) return null;

  const colourOf = (run: string) => groups.findIndex(({ values }) => values.some((value) => value.run === run));
  const summary = t('summary', { metric: metricName(key), names: groups.map((group) => group.key).join(', ') });
  return (
    <Section
      title={t('title')}
      actions={
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <Checkbox
            label={chart('logScale')}
            checked={isLog}
            onChange={(event) => set({ log: event.target.checked ? '1' : null })}
          />
          <Select
            label={t('key')}
            isLabelHidden
            value={key}
            options={drawn.map((one) => ({ value: one, label: metricName(one) }))}
            onChange={(value) => set({ curve: value === favourite ? null : value })}
          />
        </div>
      }
    >
      <Answer query={curves} rows={6}>
        {(found) => {
          const series = found
            .filter((curve) => curve.key === key && curve.steps.length > 0)
            .map(({ run, steps, values }) => ({ name: run, steps, values, colour: Math.max(0, colourOf(run)) }));
          if (series.length === 0) return <EmptyState title={t('none')} />;
          return (
            <Card className="p-3">
              <Legend entries={groups.map((group, colour) => ({ name: group.key, colour }))} />
              <div className="mt-2">
                <LineChart series={series} summary={summary} isLog={isLog} height={HEIGHT} />
              </div>
              <p className="mt-1 text-muted text-xs">{t('note')}</p>
            </Card>
          );
        }}
      </Answer>
    </Section>
  );
}
