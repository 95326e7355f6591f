'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { PredictionColumns } from '~/columns/predictionColumns';
import { listPredictions } from '~/features/results/listPredictions';
import { useColumns } from '~/features/results/useColumns';
import { useTRPC } from '~/trpc/client';
import type { RunRow } from '~/trpc/types';
import { EmptyState, ErrorState, Loading } from '~/ui/States';
import { PairView } from './PairView';
import { pairPredictions } from './pairPredictions';

/** The predictions of two runs on the first split that both have. */
export function PairLoader({ a, b }: { a: RunRow; b: RunRow }) {
  const t = useTranslations('compare.pair');
  const trpc = useTRPC();
  const pages = [
    useQuery(trpc.runs.show.queryOptions({ run: a.id })),
    useQuery(trpc.runs.show.queryOptions({ run: b.id })),
  ];
  const [ofA, ofB] = pages.map(({ data }) => (data ? listPredictions(data.artifacts) : null));
  const split = ofA?.find(({ name }) => ofB?.some((one) => one.name === name))?.name;
  const digestOf = (found: typeof ofA) => found?.find(({ name }) => name === split)?.digest ?? null;
  const columns = [useColumns(digestOf(ofA)), useColumns(digestOf(ofB))];
  const failed = [...pages, ...columns].find(({ error }) => error !== null);
  if (failed?.error) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!ofA || !ofB) return <Loading rows={4} />;
  for (const [run, found] of [
    [a, ofA],
    [b, ofB],
  ] as const) {
    if (found.length === 0)
      return <EmptyState title={t('noPredictions', { label: run.label, seed: String(run.seed) })} />;
  }
  if (split === undefined) return <EmptyState title={t('refused.split')} />;
  const [dataA, dataB] = columns.map(({ data }) => data);
  if (!dataA || !dataB) return <Loading rows={4} />;
  return <Paired a={a} b={b} columnsA={dataA} columnsB={dataB} />;
}

type PairedProps = { a: RunRow; b: RunRow; columnsA: PredictionColumns; columnsB: PredictionColumns };

function Paired({ a, b, columnsA, columnsB }: PairedProps) {
  const t = useTranslations('compare.pair');
  const paired = useMemo(() => pairPredictions(columnsA, columnsB), [columnsA, columnsB]);
  if (typeof paired === 'string') {
    const versions = { a: `${a.datasetName}@${a.datasetVersion}`, b: `${b.datasetName}@${b.datasetVersion}` };
    return <EmptyState title={t('refused.title')}>{t(`refused.${paired}`, versions)}</EmptyState>;
  }
  return (
    <PairView
      names={{
        a: t('name', { label: a.label, seed: String(a.seed) }),
        b: t('name', { label: b.label, seed: String(b.seed) }),
      }}
      columnsA={columnsA}
      columnsB={columnsB}
      paired={paired}
    />
  );
}
