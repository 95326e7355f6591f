'use client';
import { RUN_STATUSES } from '@assay/contracts';
import { mean } from '@assay/metrics';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { formatMetric, metricName } from '~/features/shared/formatMetric';
import type { Answers } from '~/trpc/types';
import { Card } from '~/ui/Page';
import { RowTh, Td, Th, Tr } from '~/ui/Table';
import { Ago } from '~/ui/Time';

type Experiment = Answers['home']['show']['experiments'][number];

/** An experiment's question and, a strategy a line, what came out so far. */
export function ExperimentCard({ experiment }: { experiment: Experiment }) {
  const t = useTranslations('home');
  const status = useTranslations('words.status');
  const { name, question, strategies, statuses, lastQueuedAt } = experiment;
  return (
    <Card>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-3 py-2 sm:flex-nowrap">
        <div className="min-w-0">
          <h3 className="break-words font-medium">{name}</h3>
          {question !== null && question !== name && <p className="max-w-prose text-muted">{question}</p>}
          <p className="flex flex-wrap gap-x-3 text-muted text-xs">
            {RUN_STATUSES.flatMap((key) => {
              const count = statuses[key];
              return count ? [<span key={key}>{`${status(key)} ${count}`}</span>] : [];
            })}
            {lastQueuedAt && <Ago at={lastQueuedAt} />}
          </p>
        </div>
        <div className="flex shrink-0 gap-4">
          <Link
            href={`/runs?experiment=${encodeURIComponent(name)}`}
            aria-label={`${t('showRuns')}: ${name}`}
            className="text-accent hover:underline"
          >
            {t('showRuns')}
          </Link>
          <Link
            href={`/compare?experiment=${encodeURIComponent(name)}`}
            aria-label={`${t('compare')}: ${name}`}
            className="text-accent hover:underline"
          >
            {t('compare')}
          </Link>
        </div>
      </div>
      {strategies.length === 0 ? (
        <p className="border-line border-t px-3 py-2 text-muted text-xs">{t('noFigures')}</p>
      ) : (
        <Strategies name={name} strategies={strategies} />
      )}
    </Card>
  );
}

function Strategies({ name, strategies }: Pick<Experiment, 'name' | 'strategies'>) {
  const t = useTranslations('home.columns');
  return (
    <div className="overflow-x-auto border-line border-t">
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{name}</caption>
        <thead>
          <tr>
            <Th>{t('strategy')}</Th>
            <Th>{t('figure')}</Th>
            <Th isNumber>{t('mean')}</Th>
            <Th isNumber className="max-sm:hidden">
              {t('range')}
            </Th>
            <Th isNumber>{t('seeds')}</Th>
          </tr>
        </thead>
        <tbody>
          {strategies.map(({ label, key, values }) => (
            <Tr key={`${label} ${key}`}>
              <RowTh>{label}</RowTh>
              <Td className="text-muted">{metricName(key)}</Td>
              <Td isNumber className="font-medium">
                {formatMetric(key, mean(values))}
              </Td>
              <Td isNumber className="text-muted max-sm:hidden">
                {values.length > 1 &&
                  `${formatMetric(key, Math.min(...values))} – ${formatMetric(key, Math.max(...values))}`}
              </Td>
              <Td isNumber>{values.length}</Td>
            </Tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
