'use client';
import type { Comparison, Difference } from '@assay/contracts';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Card, Section } from '~/ui/Page';

/** More pairs than this nobody reads; the answer of `assay compare` has them all. */
const SHOWN_MAX = 12;

/** What may be said of each difference, and of what it speaks: over seeds, seed by seed, within a margin. */
export function DifferenceWords({ comparison }: { comparison: Comparison }) {
  const t = useTranslations('compare.words');
  const { differences } = comparison;
  if (differences.length === 0) return null;
  return (
    <Section title={t('title')}>
      <div className="max-w-4xl space-y-3">
        {differences.slice(0, SHOWN_MAX).map((difference) => (
          <Words key={`${difference.a}\n${difference.b}`} difference={difference} />
        ))}
      </div>
      {differences.length > SHOWN_MAX && (
        <p className="mt-2 text-muted text-xs">{t('more', { count: String(differences.length - SHOWN_MAX) })}</p>
      )}
    </Section>
  );
}

function Words({ difference }: { difference: Difference }) {
  const t = useTranslations('compare.words');
  const { a, b, says, paired, equivalence, sampleSize } = difference;
  return (
    <Card className="px-4 py-3">
      <h3 className="break-words font-medium">{t('pair', { a, b })}</h3>
      <p className="mt-1 break-words">{says}</p>
      <dl className="mt-2 space-y-1.5 text-sm">
        {equivalence && <Line name={t('equivalence')}>{equivalence.says}</Line>}
        {sampleSize && <Line name={t('sampleSize')}>{sampleSize.says}</Line>}
      </dl>
      {paired && (
        <details className="mt-2">
          <summary className="cursor-pointer text-accent text-sm hover:underline">{t('paired')}</summary>
          <dl className="mt-2 space-y-1.5 text-sm">
            <Line name={t('pairedT')}>{paired.tTest.says}</Line>
            <Line name={t('wilcoxon')}>{paired.wilcoxon.says}</Line>
          </dl>
        </details>
      )}
    </Card>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="sm:grid sm:grid-cols-[11rem_minmax(0,1fr)] sm:gap-x-4">
      <dt className="text-muted">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}
