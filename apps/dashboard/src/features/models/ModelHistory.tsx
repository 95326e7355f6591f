'use client';
import type { PromotionEvidence } from '@assay/contracts';
import { useTranslations } from 'next-intl';
import { formatMetric, metricName } from '~/features/shared/formatMetric';
import { RunLink } from '~/features/shared/RunLink';
import type { Answers } from '~/trpc/types';
import { Card, Facts, Section } from '~/ui/Page';
import { Instant } from '~/ui/Time';
import { ConditionList } from './GateConditions';

type Event = Answers['models']['history']['events'][number];

/** Who moved which alias, when and why; newest first. */
export function ModelHistory({ events }: { events: readonly Event[] }) {
  const t = useTranslations('models.history');
  return (
    <Section title={t('title')}>
      {events.length === 0 ? (
        <p className="text-muted">{t('none')}</p>
      ) : (
        <Card>
          <ol className="divide-y divide-line">
            {events.map((event) => (
              <li key={event.id} className="grid gap-x-6 px-4 py-3 md:grid-cols-[13rem_minmax(0,1fr)]">
                <p className="text-muted">
                  <Instant at={event.at} />
                  <span className="block">{event.actor}</span>
                </p>
                <div className="min-w-0">
                  <p className="font-medium">
                    <Headline event={event} />
                  </p>
                  <p className="break-words">{event.reason}</p>
                  {event.evidence && <Evidence evidence={event.evidence} />}
                </div>
              </li>
            ))}
          </ol>
        </Card>
      )}
    </Section>
  );
}

function Headline({ event }: { event: Event }) {
  const t = useTranslations('models.history');
  const words = useTranslations('words');
  const to = words('version', { version: String(event.to) });
  const { alias } = event;
  if (event.from === null) return t('promote', { to, alias });
  const from = words('version', { version: String(event.from) }).toLowerCase();
  return event.kind === 'promote'
    ? t('promoteFrom', { to, alias, from })
    : t('rollback', { to: to.toLowerCase(), alias, from });
}

function Evidence({ evidence }: { evidence: PromotionEvidence }) {
  const t = useTranslations('models.history');
  const words = useTranslations('words');
  const { metric, value, run, comparedWith, datasetDigest, conditions } = evidence;
  const format = (figure: number | null) => (figure === null ? '–' : formatMetric(metric, figure));
  return (
    <details className="mt-1">
      <summary className="w-fit cursor-pointer rounded text-accent hover:underline">{t('evidence')}</summary>
      <div className="mt-2 space-y-3">
        <Facts
          facts={[
            { name: t('metric'), value: `${metricName(metric)} ${format(value)}` },
            {
              name: t('compared'),
              value: comparedWith
                ? `${words('version', { version: String(comparedWith.version) })}: ${format(comparedWith.value)}`
                : t('comparedNone'),
            },
            { name: t('run'), value: <RunLink id={run} /> },
            { name: t('dataset'), value: <span className="break-all font-mono text-xs">{datasetDigest}</span> },
          ]}
        />
        <ConditionList conditions={conditions} />
      </div>
    </details>
  );
}
