'use client';
import type { CollapseAlarm } from '@assay/contracts';
import { useTranslations } from 'next-intl';
import { formatSignificant } from '~/ui/formatNumber';

/** What says that the networks have stopped telling pictures apart, and since when. */
export function AlarmNotice({ alarms }: { alarms: readonly CollapseAlarm[] }) {
  const t = useTranslations('run.watching.alarm');
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
