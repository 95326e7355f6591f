'use client';
import { useTranslations } from 'next-intl';

/** Seconds in words: `42 s`, `3 min 5 s`, `2 h 10 min`. */
export function useDurationFormat(): (seconds: number) => string {
  const t = useTranslations('ui.duration');
  return (exact) => {
    const seconds = Math.max(0, Math.round(exact));
    if (seconds < 60) return t('seconds', { seconds: String(seconds) });
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return t('minutes', { minutes: String(minutes), seconds: String(seconds % 60) });
    return t('hours', { hours: String(Math.floor(minutes / 60)), minutes: String(minutes % 60) });
  };
}
