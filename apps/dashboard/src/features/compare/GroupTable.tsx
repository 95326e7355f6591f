'use client';
import { type Comparison, isBetter } from '@assay/contracts';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { formatMetric } from '~/features/shared/formatMetric';
import { Tag } from '~/ui/Badge';
import { Section } from '~/ui/Page';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';
import { GroupName } from './GroupName';

export function GroupTable({ comparison }: { comparison: Comparison }) {
  const t = useTranslations('compare.groups');
  const { metric, groups } = comparison;
  const format = (value: number) => formatMetric(metric, value);
  const seeds = [...new Set(groups.flatMap(({ values }) => values.map(({ seed }) => seed)))].sort((a, b) => a - b);
  const best = groups.reduce<number | null>(
    (top, { mean }) => (top === null || isBetter(metric, mean, top) ? mean : top),
    null,
  );
  return (
    <Section title={t('title')}>
      <Table label={t('title')}>
        <thead>
          <tr>
            <Th>{t('group')}</Th>
            <Th isNumber>{t('n')}</Th>
            <Th isNumber>{t('mean')}</Th>
            <Th isNumber>{t('std')}</Th>
            <Th isNumber>{t('interval')}</Th>
            {seeds.map((seed) => (
              <Th key={seed} isNumber>
                {t('seed', { seed: String(seed) })}
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
              {seeds.map((seed) => (
                <Td key={seed} isNumber>
                  {values
                    .filter((value) => value.seed === seed)
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
