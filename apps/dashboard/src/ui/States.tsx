'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from './Button';

/** Stands where something will be; says so to those who cannot see it. */
export function Loading({ rows = 4 }: { rows?: number }) {
  const t = useTranslations('ui');
  return (
    <div role="status" className="space-y-2 py-1">
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike and never move
        <div key={row} aria-hidden className="h-6 motion-safe:animate-pulse rounded bg-raised" />
      ))}
    </div>
  );
}

/** A question that got no answer; with `isRefused` an action that was not done. */
export function ErrorState(props: { error: { message: string }; isRefused?: boolean; onRetry?: () => void }) {
  const { error, isRefused = false, onRetry } = props;
  const t = useTranslations('ui');
  return (
    <div role="alert" className="rounded-md border border-bad bg-surface p-4">
      <p className="font-medium text-bad">{t(isRefused ? 'refused' : 'error')}</p>
      <p className="mt-1 break-words">{error.message}</p>
      {onRetry && (
        <Button className="mt-3" size="small" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}

export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="rounded-md border border-line border-dashed px-4 py-8 text-center text-muted">
      <p className="font-medium text-ink">{title}</p>
      {children && <div className="mx-auto mt-2 max-w-prose">{children}</div>}
    </div>
  );
}

type Asked<Data> = { data: Data | undefined; error: { message: string } | null; refetch: () => unknown };

/** Loading, error or the content of a query, in the same order everywhere. Old data stays while new is asked for. */
export function Answer<Data>(props: { query: Asked<Data>; rows?: number; children: (data: Data) => ReactNode }) {
  const { query, rows, children } = props;
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading {...(rows === undefined ? {} : { rows })} />;
}
