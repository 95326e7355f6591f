'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { formatMetric } from '~/features/shared/formatMetric';
import { StatusBadge } from '~/features/shared/StatusBadge';
import type { Answers } from '~/trpc/types';
import { cn } from '~/ui/cn';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';

type Found = NonNullable<Answers['runs']['folds']>;

/** A line a repetition and seed, a column a fold; the run that is looked at stands out. */
export function FoldGrid({ folds, run }: { folds: Found; run: string }) {
  const t = useTranslations('folds');
  const { plan, rows, metric } = folds;
  const indices = Array.from({ length: plan.of }, (_, i) => i + 1);
  return (
    <Table label={t('table')} className="max-w-max">
      <thead>
        <tr>
          <Th>{t('row')}</Th>
          {indices.map((index) => (
            <Th key={index} isNumber>
              {t('fold', { index: String(index) })}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ repeat, seed, folds: cells }) => (
          <Tr key={`${repeat} ${seed}`}>
            <RowTh className="whitespace-nowrap">{t('rowName', { repeat: String(repeat), seed: String(seed) })}</RowTh>
            {cells.map((cell) => (
              <Td key={cell.index} isNumber className={cn(cell.run === run && 'bg-raised')}>
                <Cell cell={cell} metric={metric} isShown={cell.run === run} />
              </Td>
            ))}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Cell(props: { cell: Found['rows'][number]['folds'][number]; metric: string; isShown: boolean }) {
  const { cell, metric, isShown } = props;
  const t = useTranslations('folds');
  const { run, status, value, reason } = cell;
  if (run === null || status === null) return <span className="text-muted">{t('notQueued')}</span>;
  const text = value === null ? <StatusBadge status={status} /> : formatMetric(metric, value);
  if (isShown) {
    return (
      <span className="font-medium">
        {text} <span className="sr-only">{t('thisRun')}</span>
      </span>
    );
  }
  return (
    <Link href={`/runs/${run}?tab=folds`} className="text-accent hover:underline" title={reason ?? undefined}>
      {text}
    </Link>
  );
}
