'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useChanges } from '~/features/shared/useChanges';
import { useTRPC } from '~/trpc/client';
import { Section } from '~/ui/Page';
import { Answer, EmptyState } from '~/ui/States';
import { ExperimentCard } from './ExperimentCard';
import { LiveModels } from './LiveModels';
import { RunningRuns } from './RunningRuns';

/** What is going on, what is live, what came out. */
export function HomePage() {
  const t = useTranslations('home');
  const trpc = useTRPC();
  const home = useQuery(trpc.home.show.queryOptions());
  useChanges();
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <Answer query={home} rows={8}>
        {({ running, next, live, experiments, workers }) =>
          experiments.length === 0 && live.length === 0 ? (
            <FirstSteps />
          ) : (
            <div className="grid gap-x-8 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
              <div className="min-w-0 lg:order-2">
                <Section
                  title={t('running')}
                  actions={<span className="text-muted text-xs">{t('queued', { count: next.length })}</span>}
                >
                  {running.length + next.length > 0 && !workers.some((worker) => worker.isAlive) && <NoWorker />}
                  <RunningRuns runs={running} />
                </Section>
                <Section title={t('live')}>
                  <LiveModels models={live} />
                </Section>
              </div>
              <Section title={t('experiments')}>
                <div className="space-y-4">
                  {experiments.map((experiment) => (
                    <ExperimentCard key={experiment.id} experiment={experiment} />
                  ))}
                </div>
              </Section>
            </div>
          )
        }
      </Answer>
    </>
  );
}

function NoWorker() {
  const t = useTranslations('home.noWorker');
  return (
    <div role="note" className="mb-3 rounded-md border border-warn bg-surface px-3 py-2">
      <p className="font-medium text-warn">{t('title')}</p>
      <p>
        {t('text')} <code className="font-mono text-xs">{t('command')}</code>
      </p>
    </div>
  );
}

function FirstSteps() {
  const t = useTranslations('home.empty');
  return (
    <EmptyState title={t('title')}>
      <p>{t('text')}</p>
      <pre className="mt-3 overflow-x-auto rounded border border-line bg-surface p-3 text-left font-mono text-ink text-xs leading-6">
        {t('import')}
        {'\n'}
        {t('run')}
      </pre>
    </EmptyState>
  );
}
