'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '~/trpc/client';
import { Section } from '~/ui/Page';
import { Answer } from '~/ui/States';
import { currentAlarms } from './currentAlarms';
import { EmbeddingPlayer } from './EmbeddingPlayer';
import { Previews } from './Previews';
import { Signals } from './Signals';

/** How a pretraining is doing: its signals, what it saw, and where its features lie. */
export function Watching({ run }: { run: string }) {
  const t = useTranslations('run.watching');
  const trpc = useTRPC();
  const watching = useQuery(trpc.runs.watching.queryOptions({ run }));
  return (
    <Answer query={watching} rows={10}>
      {({ alarms, previews, embeddings }) => (
        <>
          <Section title={t('signals.title')}>
            <Signals run={run} alarms={currentAlarms(alarms)} />
          </Section>
          <Section title={t('previews.title')}>
            <Previews previews={previews} />
          </Section>
          <Section title={t('embeddings.title')}>
            <EmbeddingPlayer run={run} hasAny={embeddings.length > 0} />
          </Section>
        </>
      )}
    </Answer>
  );
}
