'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '~/trpc/client';
import { formatSignificant } from '~/ui/formatNumber';
import { currentAlarms } from './currentAlarms';

/** What says that a pretraining's networks have stopped telling pictures apart, and since when; nothing while all is well. */
export function AlarmNotice({ run }: { run: string }) {
  const t = useTranslations('run.watching.alarm');
  const trpc = useTRPC();
  const watching = useQuery(trpc.runs.watching.queryOptions({ run }));
  const alarms = currentAlarms(watching.data?.alarms ?? []);
  if (alarms.length === 0) return null;
  return (
    <div role="alert" className="mb-6 rounded-md border border-bad bg-surface p-4">
      <p className="font-medium text-bad">{t('title')}</p>
      <ul className="mt-1 list-disc pl-5">
        {alarms.map(({ signal, reason, since, value, limit }) => (
          <li key={signal}>
            {t('line', {
              signal: t(`signals.${signal}`),
              reason: t(`reasons.${reason}`, { limit: formatSignificant(limit) }),
              since: String(since),
              value: formatSignificant(value),
            })}
          </li>
        ))}
      </ul>
      <p className="mt-2 max-w-prose text-muted">{t('advice')}</p>
    </div>
  );
}
