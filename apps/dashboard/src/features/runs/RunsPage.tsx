'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useChanges } from '~/features/shared/useChanges';
import { useTRPC } from '~/trpc/client';
import { PageHeader } from '~/ui/Page';
import { Answer, EmptyState } from '~/ui/States';
import { useNow } from '~/ui/useNow';
import { RunFilters } from './RunFilters';
import { RunTable } from './RunTable';
import { groupLines, matchesText, toLine } from './runLines';
import { useRunFilters } from './useRunFilters';

/** Durations of running runs grow while they are looked at. */
const TICK_MS = 10_000;

export function RunsPage() {
  const t = useTranslations('runs');
  const trpc = useTRPC();
  const runs = useQuery(trpc.runs.list.queryOptions({}));
  const filters = useRunFilters();
  useChanges();
  const now = useNow(TICK_MS);

  const { experiment, status, task, text, isGrouped } = filters;
  const lines = useMemo(() => {
    const shown = (runs.data ?? []).filter(
      (run) =>
        (experiment === null || run.experiment === experiment) &&
        (status === null || run.status === status) &&
        (task === null || run.task === task) &&
        (text === '' || matchesText(run, text)),
    );
    return shown.map((run) => toLine(run, now));
  }, [runs.data, experiment, status, task, text, now]);
  const shown = useMemo(() => (isGrouped ? groupLines(lines) : lines), [lines, isGrouped]);

  return (
    <>
      <PageHeader
        title={t('title')}
        detail={
          <span role="status">
            {runs.data ? t('count', { shown: String(lines.length), total: String(runs.data.length) }) : ' '}
          </span>
        }
      />
      <Answer query={runs} rows={12}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t('empty')}>
              {t('emptyHint')} <code className="font-mono text-ink text-xs">{t('emptyCommand')}</code>
            </EmptyState>
          ) : (
            <>
              <RunFilters filters={filters} runs={all} />
              {shown.length === 0 ? <EmptyState title={t('none')} /> : <RunTable lines={shown} filters={filters} />}
            </>
          )
        }
      </Answer>
    </>
  );
}
