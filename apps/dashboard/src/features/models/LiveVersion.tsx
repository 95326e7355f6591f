'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { formatMetric, metricName } from '~/features/shared/formatMetric';
import { RunLink } from '~/features/shared/RunLink';
import type { Answers } from '~/trpc/types';
import { CopyButton } from '~/ui/CopyButton';
import { Card, Facts, Section } from '~/ui/Page';
import { Ago } from '~/ui/Time';

type Props = {
  name: string;
  live: Answers['models']['show']['live'];
  event: Answers['models']['history']['live'][string] | null;
};

/** What is live, since when, by whom and why. */
export function LiveVersion({ name, live, event }: Props) {
  const t = useTranslations('models.live');
  return (
    <Section title={t('title')}>
      {live === null ? (
        <p className="text-muted">{t('none')}</p>
      ) : (
        <Card className="px-4 py-3">
          <div className="mb-2 flex flex-wrap items-baseline gap-x-3">
            <span className="font-semibold text-base">{t('version', { version: String(live.version) })}</span>
            {live.primary.value !== null && (
              <span>
                <span className="text-muted">{metricName(live.primary.metric)}</span>{' '}
                <span className="font-medium">{formatMetric(live.primary.metric, live.primary.value)}</span>
              </span>
            )}
            {event && (
              <span className="text-muted">
                {t('since')} <Ago at={event.since} /> {t('by', { actor: event.actor })}
              </span>
            )}
          </div>
          <Facts
            facts={[
              ...(event ? [{ name: t('reason'), value: event.reason }] : []),
              {
                name: t('run'),
                value: (
                  <>
                    <RunLink id={live.run} /> {live.label}
                  </>
                ),
              },
              {
                name: t('dataset'),
                value: (
                  <Link
                    href={`/datasets/${live.dataset.name}?version=${live.dataset.version}`}
                    className="text-accent hover:underline"
                  >
                    {`${live.dataset.name}@${live.dataset.version}`}
                  </Link>
                ),
              },
              {
                name: t('predict'),
                value: (
                  <span className="flex flex-wrap items-center gap-2">
                    <code className="font-mono text-xs">{predictCommand(name)}</code>
                    <CopyButton text={predictCommand(name)} />
                  </span>
                ),
              },
            ]}
          />
        </Card>
      )}
    </Section>
  );
}

function predictCommand(name: string): string {
  return `npx assay predict --model ${name} PATH`;
}
