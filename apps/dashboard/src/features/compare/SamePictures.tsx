'use client';
import type { Comparison, PictureDifference } from '@assay/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '~/trpc/client';
import { Button } from '~/ui/Button';
import { Card, Section } from '~/ui/Page';
import { Answer } from '~/ui/States';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';
import { formatDifference } from './formatDifference';
import { formatP } from './formatP';

/** So many pairs are tested without being asked for; each reads the predictions of all its runs. */
const UNASKED_MAX = 6;

type Query = { experiment: string; metric: string; by?: string | undefined };

/** The groups on the same test pictures, from the predictions that their runs stored. */
export function SamePictures({ comparison, query }: { comparison: Comparison; query: Query }) {
  const t = useTranslations('compare.pictures');
  const trpc = useTRPC();
  const count = comparison.differences.length;
  const [isAsked, setAsked] = useState(false);
  const isWanted = isAsked || count <= UNASKED_MAX;
  const found = useQuery({
    ...trpc.experiments.comparePictures.queryOptions(query, { enabled: isWanted && count > 0 }),
    placeholderData: keepPreviousData,
  });
  if (count === 0) return null;
  return (
    <Section title={t('title')}>
      {isWanted ? (
        <Answer query={found} rows={4}>
          {(pairs) => (
            <div className="max-w-4xl space-y-4">
              {pairs.map((pair) => (
                <Pair key={`${pair.a}\n${pair.b}`} pair={pair} isAdjusted={pairs.length > 1} />
              ))}
            </div>
          )}
        </Answer>
      ) : (
        <>
          <p className="mb-2 text-muted">{t('ask', { count: String(count) })}</p>
          <Button onClick={() => setAsked(true)}>{t('test')}</Button>
        </>
      )}
    </Section>
  );
}

function Pair({ pair, isAdjusted }: { pair: PictureDifference; isAdjusted: boolean }) {
  const t = useTranslations('compare.pictures');
  const { a, b, pictures, split, groups, figures, says } = pair;
  const title = t('pair', { a, b });
  return (
    <Card className="px-4 py-3">
      <h3 className="break-words font-medium">{title}</h3>
      <p className="mt-1 mb-2 break-words text-muted text-sm">
        {pictures > 0 &&
          (groups === null
            ? t('count', { pictures: String(pictures), split })
            : t('countGroups', { pictures: String(pictures), split, groups: String(groups) }))}{' '}
        {figures.length === 0 && says}
      </p>
      {figures.length > 0 && (
        <Table label={title}>
          <thead>
            <tr>
              <Th>{t('figure')}</Th>
              <Th isNumber>{t('difference')}</Th>
              <Th isNumber>{t('interval')}</Th>
              <Th isNumber>{t('p')}</Th>
              {isAdjusted && <Th isNumber>{t('pAdjusted')}</Th>}
            </tr>
          </thead>
          <tbody>
            {figures.map(({ figure, difference, low, high, p, pAdjusted }) => (
              <Tr key={figure}>
                <RowTh className="whitespace-nowrap">{figure}</RowTh>
                <Td isNumber className="font-medium">
                  {difference === null ? '–' : formatDifference(`test/${figure}`, difference)}
                </Td>
                <Td isNumber className="whitespace-nowrap text-muted">
                  {low === null || high === null
                    ? t('none')
                    : t('range', {
                        low: formatDifference(`test/${figure}`, low),
                        high: formatDifference(`test/${figure}`, high),
                      })}
                </Td>
                <Td isNumber>{p === null ? '–' : formatP(p)}</Td>
                {isAdjusted && <Td isNumber>{pAdjusted === null ? '–' : formatP(pAdjusted)}</Td>}
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {figures[0] && <p className="mt-2 break-words">{figures[0].says}</p>}
      <Seeds pair={pair} />
    </Card>
  );
}

function Seeds({ pair: { a, b, bySeed } }: { pair: PictureDifference }) {
  const t = useTranslations('compare.pictures');
  const rows = bySeed.filter(({ mcnemar, delong }) => mcnemar || delong);
  if (rows.length === 0) return null;
  return (
    <details className="mt-3">
      <summary className="cursor-pointer text-accent hover:underline">{t('seeds')}</summary>
      <Table label={t('seeds')} className="mt-2">
        <thead>
          <tr>
            <Th>{t('seed')}</Th>
            <Th isNumber>{t('only', { name: a })}</Th>
            <Th isNumber>{t('only', { name: b })}</Th>
            <Th isNumber>{t('mcnemar')}</Th>
            <Th isNumber>{t('delong')}</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ seed, mcnemar, delong }) => (
            <Tr key={seed}>
              <RowTh>{seed}</RowTh>
              <Td isNumber>{mcnemar?.onlyA ?? '–'}</Td>
              <Td isNumber>{mcnemar?.onlyB ?? '–'}</Td>
              <Td isNumber>{mcnemar?.p == null ? '–' : formatP(mcnemar.p)}</Td>
              <Td isNumber>{delong?.p == null ? '–' : formatP(delong.p)}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <p className="mt-2 text-muted text-xs">{t('seedsNote')}</p>
    </details>
  );
}
