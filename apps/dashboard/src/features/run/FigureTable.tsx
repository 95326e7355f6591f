'use client';
import { useTranslations } from 'next-intl';
import { formatMetric, metricName } from '~/features/shared/formatMetric';
import type { Answers } from '~/trpc/types';
import { Section } from '~/ui/Page';
import { EmptyState } from '~/ui/States';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';
import { ClassFigures } from './ClassFigures';
import { splitFigures } from './splitFigures';

/** Last and best value of every key, test figures first; those of single classes in a table of their own. */
export function FigureTable({ metrics }: { metrics: Answers['runs']['show']['metrics'] }) {
  const t = useTranslations('run.figures');
  if (metrics.length === 0) return <EmptyState title={t('none')} />;
  const { whole, perClass } = splitFigures(metrics);
  return (
    <div className="grid gap-x-8 xl:grid-cols-2">
      <Section title={t('title')}>
        <Table label={t('label')}>
          <thead>
            <tr>
              <Th>{t('key')}</Th>
              <Th isNumber>{t('last')}</Th>
              <Th isNumber>{t('best')}</Th>
              <Th isNumber>{t('bestStep')}</Th>
            </tr>
          </thead>
          <tbody>
            {whole.map(({ key, last, lastStep, best, bestStep }) => (
              <Tr key={key}>
                <RowTh>{metricName(key)}</RowTh>
                <Td isNumber className="font-medium">
                  {formatMetric(key, last)}
                </Td>
                <Td isNumber>{best !== null && bestStep !== lastStep && formatMetric(key, best)}</Td>
                <Td isNumber className="text-muted">
                  {bestStep !== lastStep && bestStep}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </Section>
      <div>
        {perClass.map((table) => (
          <ClassFigures key={table.where} table={table} />
        ))}
      </div>
    </div>
  );
}
