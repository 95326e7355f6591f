'use client';
import { describeConfig, type FoldConfig } from '@assay/contracts';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { RunLink } from '~/features/shared/RunLink';
import type { Answers } from '~/trpc/types';
import { Facts } from '~/ui/Page';
import { Ago, Instant } from '~/ui/Time';
import { useDurationFormat } from '~/ui/useDurationFormat';
import { useNow } from '~/ui/useNow';

const TICK_MS = 1000;

export function RunFacts({ page }: { page: Answers['runs']['show'] }) {
  const t = useTranslations('run.facts');
  const words = useTranslations('words');
  const duration = useDurationFormat();
  const { run, source, dependants, models } = page;
  const describeFold = ({ index, of, repeat }: FoldConfig): string => {
    const place = { index: String(index), of: String(of), repeat: String(repeat) };
    return t(repeat > 1 ? 'foldRepeat' : 'foldOf', place);
  };
  const now = useNow(run.status === 'running' ? TICK_MS : null);

  const facts = [
    {
      name: t('experiment'),
      value: (
        <Link href={`/runs?experiment=${encodeURIComponent(run.experiment)}`} className="text-accent hover:underline">
          {run.experiment}
        </Link>
      ),
    },
    { name: t('config'), value: `${words(`task.${run.task}`)}: ${describeConfig(run.config)}` },
    {
      name: t('dataset'),
      value: (
        <Link
          href={`/datasets/${run.datasetName}?version=${run.datasetVersion}`}
          className="text-accent hover:underline"
        >
          {`${run.datasetName}@${run.datasetVersion}`}
        </Link>
      ),
    },
    ...(run.config.fold
      ? [
          {
            name: t('fold'),
            value: (
              <Link href={`/runs/${run.id}?tab=folds`} className="text-accent hover:underline">
                {describeFold(run.config.fold)}
              </Link>
            ),
          },
        ]
      : []),
    ...(source
      ? [
          {
            name: t('source'),
            value: (
              <>
                <RunLink id={source.id} /> {source.label}
              </>
            ),
          },
        ]
      : []),
    ...(dependants.length > 0
      ? [
          {
            name: t('dependants'),
            value: (
              <span className="flex flex-wrap gap-x-3">
                {dependants.map(({ id }) => (
                  <RunLink key={id} id={id} />
                ))}
              </span>
            ),
          },
        ]
      : []),
    ...(models.length > 0
      ? [
          {
            name: t('models'),
            value: models.map(({ name, version }) => (
              <Link key={`${name} ${version}`} href={`/models/${name}`} className="mr-3 text-accent hover:underline">
                {`${name} ${words('version', { version: String(version) }).toLowerCase()}`}
              </Link>
            )),
          },
        ]
      : []),
  ];
  const times = [
    {
      name: t('queued'),
      value: (
        <>
          <Ago at={run.queuedAt} /> {t('by', { actor: run.createdBy })}
        </>
      ),
    },
    ...(run.startedAt ? [{ name: t('started'), value: <Instant at={run.startedAt} /> }] : []),
    ...(run.startedAt
      ? [{ name: t('took'), value: duration(((run.endedAt?.getTime() ?? now) - run.startedAt.getTime()) / 1000) }]
      : []),
    ...(run.statusReason ? [{ name: t('reason'), value: run.statusReason }] : []),
  ];
  return (
    <div className="mb-5 grid gap-x-12 gap-y-1 md:grid-cols-2">
      <Facts facts={facts} />
      <Facts facts={times} />
    </div>
  );
}
