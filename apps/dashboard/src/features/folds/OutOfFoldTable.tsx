'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { formatMetric, metricName } from '~/features/shared/formatMetric';
import type { Answers } from '~/trpc/types';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';
import { RerunFolds } from './RerunFolds';

/** The predictions on every picture, each by the model that has not seen it; or what keeps them from being whole. */
export function OutOfFoldTable({ folds }: { folds: NonNullable<Answers['runs']['folds']> }) {
  const t = useTranslations('folds');
  const { rows, metric, plan } = folds;
  const key = metric.replace(/^test\//, 'oof/');
  return (
    <>
      <Table label={t('outOfFold.title')} className="max-w-3xl">
        <thead>
          <tr>
            <Th>{t('row')}</Th>
            <Th isNumber>{metricName(key)}</Th>
            <Th>{t('outOfFold.state')}</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ repeat, seed, outOfFold, missing, folds: cells }) => (
            <Tr key={`${repeat} ${seed}`}>
              <RowTh className="whitespace-nowrap">
                {t('rowName', { repeat: String(repeat), seed: String(seed) })}
              </RowTh>
              <Td isNumber className="font-medium">
                {outOfFold?.value === null || !outOfFold ? '–' : formatMetric(metric, outOfFold.value)}
              </Td>
              <Td>
                {outOfFold ? (
                  <Link
                    href={`/runs/${cells[0]?.run}?tab=results&on=out-of-fold`}
                    className="text-accent hover:underline"
                  >
                    {t('outOfFold.open', { count: String(plan.of) })}
                  </Link>
                ) : (
                  <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                    <span>{missing}</span>
                    <RerunFolds folds={cells} />
                  </span>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <p className="mt-2 max-w-prose text-muted text-xs">{t('outOfFold.note')}</p>
    </>
  );
}
