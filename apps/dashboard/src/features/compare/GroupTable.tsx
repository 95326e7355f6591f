'use client';
import { type Comparison, isBetter } from '@assay/contracts';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { formatMetric } from '~/features/shared/formatMetric';
import { Tag } from '~/ui/Badge';
import { Section } from '~/ui/Page';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';
import { GroupName } from './GroupName';
import { columnOf, type ValueColumn, valueColumns } from './valueColumns';

export function GroupTable({ comparison }: { comparison: Comparison }) {
  const t = useTranslations('compare.groups');
  const { metric, groups } = comparison;
  const format = (value: number) => formatMetric(metric, value);
  const columns = valueColumns(groups);
  const isOverFolds = columns.some(({ kind }) => kind === 'fold');
  const isRepeated = columns.some((column) => column.kind === 'fold' && column.repeat > 1);
  const title = t(isOverFolds ? 'foldsTitle' : 'title');
  const nameOf = (column: ValueColumn): string => {
    if (column.kind === 'seed') return t('seed', { seed: String(column.seed) });
    const place = { index: String(column.index), repeat: String(column.repeat) };
    return t(isRepeated ? 'foldRepeat' : 'fold', place);
  };
  const best = groups.reduce<number | null>(
    (top, { mean }) => (top === null || isBetter(metric, mean, top) ? mean : top),
    null,
  );
  return (
    <Section title={title}>
      <Table label={title}>
        <thead>
          <tr>
            <Th>{t('group')}</Th>
            <Th isNumber>{t(isOverFolds ? 'runs' : 'n')}</Th>
            <Th isNumber>{t('mean')}</Th>
            <Th isNumber>{t('std')}</Th>
            <Th isNumber>{t('interval')}</Th>
            {columns.map((column) => (
              <Th key={column.id} isNumber>
                {nameOf(column)}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map(({ key, n, mean, std, low, high, values, isPretrainingRepeated }, colour) => (
            <Tr key={key}>
              <RowTh className="whitespace-nowrap">
                <GroupName name={key} colour={colour} />{' '}
                {groups.length > 1 && mean === best && <Tag tone="accent">{t('best')}</Tag>}{' '}
                {!isPretrainingRepeated && <Tag>{t('notRepeated')}</Tag>}
              </RowTh>
              <Td isNumber>{n}</Td>
              <Td isNumber className="font-medium">
                {format(mean)}
              </Td>
              <Td isNumber className="text-muted">
                {std === null ? '–' : format(std)}
              </Td>
              <Td isNumber className="whitespace-nowrap text-muted">
                {low === null || high === null ? '–' : `${format(low)} – ${format(high)}`}
              </Td>
              {columns.map(({ id }) => (
                <Td key={id} isNumber>
                  {values
                    .filter((value) => columnOf(value).id === id)
                    .map(({ run, value }) => (
                      <Link key={run} href={`/runs/${run}`} className="ml-2 text-accent hover:underline">
                        {format(value)}
                      </Link>
                    ))}
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
