'use client';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '~/trpc/client';
import { Checkbox } from '~/ui/Field';
import { formatSignificant } from '~/ui/formatNumber';
import { Pager } from '~/ui/Pager';
import { Answer, EmptyState } from '~/ui/States';
import { PredictionCard } from './PredictionCard';

const PAGE = 24;

export function PredictionGrid({ run, isReady }: { run: string; isReady: boolean }) {
  const t = useTranslations('run.predictions');
  const words = useTranslations('words.split');
  const trpc = useTRPC();
  const [offset, setOffset] = useState(0);
  const [isWrongOnly, setIsWrongOnly] = useState(false);
  const input = { run, offset, limit: PAGE, isWrongOnly };
  const predictions = useQuery({
    ...trpc.runs.predictions.queryOptions(isReady ? input : skipToken),
    placeholderData: keepPreviousData,
  });
  const empty = <EmptyState title={t('none')}>{t('noneHint')}</EmptyState>;
  if (!isReady) return empty;
  return (
    <Answer query={predictions} rows={6}>
      {(page) =>
        page === null ? (
          empty
        ) : (
          <>
            <div className="mb-3 flex flex-wrap items-center gap-x-6 gap-y-1">
              <p>
                {t('count', {
                  wrong: String(page.wrong),
                  pictures: String(page.pictures),
                  split: words(page.split).toLowerCase(),
                })}
              </p>
              {page.threshold !== null && (
                <p className="text-muted">{t('threshold', { value: formatSignificant(page.threshold) })}</p>
              )}
              <Checkbox
                label={t('wrongOnly')}
                checked={isWrongOnly}
                onChange={(event) => {
                  setIsWrongOnly(event.target.checked);
                  setOffset(0);
                }}
              />
            </div>
            {page.rows.length === 0 ? (
              <EmptyState title={t('allRight')} />
            ) : (
              <ul className="grid grid-cols-[repeat(auto-fill,minmax(10.5rem,1fr))] gap-3">
                {page.rows.map((row) => (
                  <PredictionCard key={`${row.picture} ${row.path}`} row={row} />
                ))}
              </ul>
            )}
            <Pager offset={offset} limit={PAGE} total={page.total} onChange={setOffset} />
          </>
        )
      }
    </Answer>
  );
}
