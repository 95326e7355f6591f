'use client';
import { useFormatter } from 'next-intl';
import { useNow } from './useNow';

const REFRESH_MS = 30_000;

/** How long ago, with the exact instant on demand. */
export function Ago({ at }: { at: Date }) {
  const format = useFormatter();
  const now = useNow(REFRESH_MS);
  return (
    <time dateTime={at.toISOString()} title={exact(format, at)} className="whitespace-nowrap">
      {format.relativeTime(at, Math.max(now, at.getTime()))}
    </time>
  );
}

export function Instant({ at }: { at: Date }) {
  const format = useFormatter();
  return (
    <time dateTime={at.toISOString()} className="whitespace-nowrap">
      {exact(format, at)}
    </time>
  );
}

function exact(format: ReturnType<typeof useFormatter>, at: Date): string {
  return format.dateTime(at, { dateStyle: 'medium', timeStyle: 'medium' });
}
