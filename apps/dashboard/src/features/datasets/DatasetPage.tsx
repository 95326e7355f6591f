'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '~/trpc/client';
import { Facts, PageHeader } from '~/ui/Page';
import { Select } from '~/ui/Select';
import { Answer } from '~/ui/States';
import { Ago } from '~/ui/Time';
import { useUrlState } from '~/ui/useUrlState';
import { CountTable } from './CountTable';
import { ProblemTable } from './ProblemTable';
import { SampleGrid } from './SampleGrid';
import { useAnnotationWords } from './useAnnotationWords';

/** `?version=…`, the newest one otherwise. */
export function DatasetPage({ name }: { name: string }) {
  const t = useTranslations('datasets');
  const trpc = useTRPC();
  const { get, set } = useUrlState();
  const annotationWords = useAnnotationWords();
  const version = get('version') ?? 'latest';
  const dataset = useQuery(trpc.datasets.show.queryOptions({ name, version }));
  return (
    <>
      {!dataset.data && <PageHeader title={name} />}
      <Answer query={dataset} rows={10}>
        {(found) => (
          <>
            <PageHeader
              title={name}
              actions={
                <Select
                  label={t('version')}
                  value={String(found.version)}
                  options={found.history.map((one) => ({
                    value: String(one.version),
                    label: t('versionOption', {
                      version: String(one.version),
                      digest: one.digest.slice(0, 8),
                      pictures: one.items,
                    }),
                  }))}
                  onChange={(value) => set({ version: value, offset: null, class: null })}
                />
              }
            />
            <div className="mb-6">
              <Facts
                facts={[
                  {
                    name: t('facts.digest'),
                    value: <span className="break-all font-mono text-xs">{found.digest}</span>,
                  },
                  { name: t('facts.format'), value: found.format },
                  { name: t('columns.annotations'), value: annotationWords(found.annotations) },
                  {
                    name: t('facts.imported'),
                    value: (
                      <>
                        <Ago at={found.createdAt} /> {t('facts.by', { actor: found.createdBy })}
                      </>
                    ),
                  },
                  ...(Object.keys(found.origin).length > 0
                    ? [{ name: t('facts.origin'), value: <Origin origin={found.origin} /> }]
                    : []),
                ]}
              />
            </div>
            <div className="grid gap-x-8 lg:grid-cols-2">
              <CountTable dataset={found} />
              <ProblemTable problems={found.problems} />
            </div>
            <SampleGrid key={found.version} name={name} version={String(found.version)} classes={found.classes} />
          </>
        )}
      </Answer>
    </>
  );
}

function Origin({ origin }: { origin: Record<string, unknown> }) {
  return (
    <span className="break-all font-mono text-xs">
      {Object.entries(origin)
        .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join(', ')}
    </span>
  );
}
