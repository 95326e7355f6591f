'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '~/trpc/client';
import { Dot } from '~/ui/Badge';

/** Says in two words whether anybody would take up a queued run. */
export function HealthBadge() {
  const t = useTranslations('shell.health');
  const trpc = useTRPC();
  const { data, isError } = useQuery(trpc.health.workers.queryOptions(undefined, { refetchInterval: 10_000 }));
  if (isError) return <Word tone="bad">{t('down')}</Word>;
  if (!data) return null;
  const alive = data.filter((worker) => worker.isAlive).length;
  return <Word tone={alive > 0 ? 'good' : 'warn'}>{t('ok', { workers: alive })}</Word>;
}

function Word({ tone, children }: { tone: 'good' | 'warn' | 'bad'; children: string }) {
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap text-muted text-xs">
      <Dot tone={tone} />
      {children}
    </span>
  );
}
