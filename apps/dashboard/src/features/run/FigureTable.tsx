'use client';
import { useTranslations } from 'next-intl';
import { formatMetric, metricName } from '~/features/shared/formatMetric';
import type { Answers } from '~/trpc/types';
import { EmptyState } from '~/ui/States';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';

const ORDER = ['test', 'validation', 'linear', 'knn', 'train'];

/** Last and best value of every key, test figures first. */
export function FigureTable({ metrics }: { metrics: Answers['runs']['show']['metrics'] }) {
  const t = useTranslations('run.figures');
  if (metrics.length === 0) return <EmptyState title={t('none')} />;
  const place = (key: string) => {
    const found = ORDER.indexOf(key.split('/')[0] ?? '');
    return found < 0 ? ORDER.length : found;
  };
  const rows = metrics.toSorted((a, b) => place(a.key) - place(b.key) || a.key.localeCompare(b.key));
  return (
    <Table label={t('label')} className="max-w-4xl">
      <thead>
        <tr>
          <Th>{t('key')}</Th>
          <Th isNumber>{t('last')}</Th>
          <Th isNumber>{t('best')}</Th>
          <Th isNumber>{t('bestStep')}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, last, best, bestStep }) => (
          <Tr key={key}>
            <RowTh>{metricName(key)}</RowTh>
            <Td isNumber className="font-medium">
              {formatMetric(key, last)}
            </Td>
            <Td isNumber>{best !== null && formatMetric(key, best)}</Td>
            <Td isNumber className="text-muted">
              {bestStep}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
