'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { formatShare } from '~/ui/formatNumber';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';
import { RATES, type Rates } from './figures/rates';

/** What the threshold is judged by, with intervals and the name of each interval. */
export function RateTable({ rates, sides }: { rates: Rates; sides: { positive: string; negative: string } }) {
  const t = useTranslations('results.rates');
  const interval = useTranslations('results.interval');
  const hints = useMemo(() => RATES.map((name) => t(`hints.${name}`, sides)), [t, sides]);
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <Th>{t('rate')}</Th>
          <Th isNumber>{t('value')}</Th>
          <Th isNumber>{interval('title')}</Th>
          <Th className="hidden sm:table-cell">{interval('kind')}</Th>
        </tr>
      </thead>
      <tbody>
        {RATES.map((name, place) => {
          const { value, low, high, kind, reason } = rates[name];
          return (
            <Tr key={name}>
              <RowTh title={hints[place]}>{t(`names.${name}`)}</RowTh>
              {value === null ? (
                <Td colSpan={3} className="text-right text-muted text-xs">
                  {t(`undefined.${name}`, sides)}
                </Td>
              ) : (
                <>
                  <Td isNumber className="font-medium">
                    {formatShare(value)}
                  </Td>
                  <Td isNumber className="whitespace-nowrap text-muted">
                    {low === null || high === null
                      ? '–'
                      : interval('range', { low: formatShare(low), high: formatShare(high) })}
                  </Td>
                  <Td className="hidden text-muted text-xs sm:table-cell">
                    {kind === null ? (reason ?? interval('waiting')) : interval(`kinds.${kind}`)}
                  </Td>
                </>
              )}
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}
