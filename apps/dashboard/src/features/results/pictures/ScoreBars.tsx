'use client';
import { useTranslations } from 'next-intl';
import { formatSignificant } from '~/ui/formatNumber';
import type { RowFacts } from '../figures/describeRow';

/** The scores of all classes, highest first; the true one is marked. */
export function ScoreBars({ scores }: { scores: RowFacts['scores'] }) {
  const t = useTranslations('results.pictures');
  const low = Math.min(0, ...scores.map(({ value }) => value));
  const high = Math.max(...scores.map(({ value }) => value));
  return (
    <ul aria-label={t('scores')} className="space-y-1 text-xs">
      {scores
        .toSorted((a, b) => b.value - a.value)
        .map(({ name, value, isTruth }) => (
          <li key={name} className="grid grid-cols-[minmax(0,2fr)_minmax(1rem,3fr)_4.5rem] items-center gap-2">
            <span className={isTruth ? 'truncate font-semibold' : 'truncate'} title={name}>
              {name}
              {isTruth && <span className="sr-only"> {t('isTruth')}</span>}
            </span>
            <span aria-hidden className="h-2 rounded-sm bg-raised">
              <span
                className="block h-full rounded-sm"
                style={{
                  width: `${(100 * (value - low)) / (high - low || 1)}%`,
                  background: isTruth ? 'var(--good)' : 'var(--line-strong)',
                }}
              />
            </span>
            <span className="text-right tabular-nums">{formatSignificant(value)}</span>
          </li>
        ))}
    </ul>
  );
}
