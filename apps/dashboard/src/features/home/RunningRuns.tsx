'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { RunProgress } from '~/features/shared/RunProgress';
import type { Answers } from '~/trpc/types';
import { Card } from '~/ui/Page';

export function RunningRuns({ runs }: { runs: Answers['home']['show']['running'] }) {
  const t = useTranslations('home');
  const words = useTranslations('words');
  if (runs.length === 0) return <p className="text-muted">{t('nothingRunning')}</p>;
  return (
    <Card>
      <ul className="divide-y divide-line">
        {runs.map((run) => (
          <li key={run.id} className="px-3 py-2">
            <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-3">
              <Link href={`/runs/${run.id}`} className="min-w-0 truncate font-medium text-accent hover:underline">
                {run.label}
              </Link>
              <span className="text-muted text-xs">
                {words(`task.${run.task}`)} · {words('seed')} {run.seed}
              </span>
            </div>
            {run.progress && <RunProgress progress={run.progress} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}
