'use client';
import { useTranslations } from 'next-intl';
import { ProgressBar } from '~/ui/ProgressBar';
import { useDurationFormat } from '~/ui/useDurationFormat';

type Progress = { done: number; total: number; unit: 'step' | 'epoch' | 'picture'; etaSeconds: number | null };

/** How far a run is and how long it will still take. */
export function RunProgress({ progress }: { progress: Progress }) {
  const t = useTranslations('runs.progress');
  const duration = useDurationFormat();
  const { done, total, unit, etaSeconds } = progress;
  return (
    <div className="min-w-40">
      <ProgressBar label={t('label')} share={total > 0 ? done / total : 0} />
      <div className="mt-1 flex justify-between gap-3 text-muted text-xs">
        <span>{t(unit, { done: String(done), total: String(total) })}</span>
        {etaSeconds !== null && <span>{t('left', { time: duration(etaSeconds) })}</span>}
      </div>
    </div>
  );
}
