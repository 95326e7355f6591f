'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { Answers } from '~/trpc/types';
import { Select } from '~/ui/Select';
import { Answer, EmptyState } from '~/ui/States';
import { useUrlState } from '~/ui/useUrlState';
import { listPredictions } from './listPredictions';
import { ObjectResults } from './objects/ObjectResults';
import { Results } from './Results';
import { useColumns } from './useColumns';

type Page = Answers['runs']['show'];

/** The results of a run on one of its splits. */
export function ResultsTab({ run, artifacts }: { run: Page['run']; artifacts: Page['artifacts'] }) {
  const t = useTranslations('results');
  const { get, set } = useUrlState();
  const found = listPredictions(artifacts);
  const shown = found.find(({ name }) => name === get('on')) ?? found[0];
  const columns = useColumns(shown?.digest ?? null);
  if (!shown) return <EmptyState title={t('none')}>{t('noneHint')}</EmptyState>;
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        {found.length > 1 && (
          <Select
            label={t('split')}
            value={shown.name}
            options={found.map(({ name }) => ({ value: name, label: name }))}
            onChange={(name) => set({ on: name === found[0]?.name ? null : name, t: null, cell: null, picture: null })}
          />
        )}
        <Link
          href={`/compare?experiment=${encodeURIComponent(run.experiment)}&a=${run.id}#pair`}
          className="ml-auto text-accent hover:underline"
        >
          {t('compare')}
        </Link>
      </div>
      <Answer query={columns} rows={10}>
        {(loaded) =>
          loaded.header.output === undefined ? (
            <Results key={shown.digest} columns={loaded} />
          ) : (
            <ObjectResults key={shown.digest} digest={shown.digest} />
          )
        }
      </Answer>
    </>
  );
}
