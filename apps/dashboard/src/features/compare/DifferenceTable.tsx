'use client';
import type { Comparison } from '@assay/contracts';
import { useTranslations } from 'next-intl';
import { Section } from '~/ui/Page';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';
import { formatDifference } from './formatDifference';
import { formatP } from './formatP';

/** More pairs than this nobody reads one by one. */
const SHOWN_MAX = 100;
/** With fewer seeds a group there is no test. */
const SEEDS_MIN = 3;

export function DifferenceTable({ comparison }: { comparison: Comparison }) {
  const t = useTranslations('compare.differences');
  const { metric, differences, groups } = comparison;
  const seeds = new Map(groups.map(({ key, n }) => [key, n]));
  const whyNone = (a: string, b: string) => {
    if (isOverFolds) return 'noTest';
    // Enough seeds and no interval: none of them differs from another.
    return Math.min(seeds.get(a) ?? 0, seeds.get(b) ?? 0) < SEEDS_MIN ? 'tooFew' : 'noSpread';
  };
  const isOverFolds = differences.some(({ test }) => test !== 'welch');
  const format = (value: number) => formatDifference(metric, value);
  const isAdjusted = differences.length > 1;
  return (
    <Section title={t('title')}>
      {differences.length === 0 ? (
        <p className="text-muted">{t('none')}</p>
      ) : (
        <>
          <Table label={t('title')} className="max-w-4xl">
            <thead>
              <tr>
                <Th>{t('pair')}</Th>
                <Th isNumber>{t('difference')}</Th>
                <Th isNumber>{t('interval')}</Th>
                <Th isNumber>{t(isOverFolds ? 'pFolds' : 'p')}</Th>
                {isAdjusted && <Th isNumber>{t('pAdjusted')}</Th>}
              </tr>
            </thead>
            <tbody>
              {differences.slice(0, SHOWN_MAX).map(({ a, b, difference, low, high, p, pAdjusted }) => (
                <Tr key={`${a}\n${b}`}>
                  <RowTh className="whitespace-nowrap">{t('minus', { a, b })}</RowTh>
                  <Td isNumber className="font-medium">
                    {format(difference)}
                  </Td>
                  <Td isNumber className="whitespace-nowrap text-muted">
                    {low === null || high === null
                      ? t(whyNone(a, b))
                      : t('range', { low: format(low), high: format(high) })}
                  </Td>
                  <Td isNumber>{p === null ? '–' : formatP(p)}</Td>
                  {isAdjusted && (
                    <Td isNumber className="font-medium">
                      {pAdjusted === null ? '–' : formatP(pAdjusted)}
                    </Td>
                  )}
                </Tr>
              ))}
            </tbody>
          </Table>
          <p className="mt-2 text-muted text-xs">
            {t('note')} {isOverFolds && t('foldsNote')} {isAdjusted && t('noteAdjusted')}{' '}
            {differences.length > SHOWN_MAX && t('more', { count: String(differences.length - SHOWN_MAX) })}
          </p>
        </>
      )}
    </Section>
  );
}
