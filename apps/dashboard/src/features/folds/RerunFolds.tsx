'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '~/trpc/client';
import type { Answers } from '~/trpc/types';
import { Button } from '~/ui/Button';

type Fold = NonNullable<Answers['runs']['folds']>['rows'][number]['folds'][number];

/** Runs the folds that failed or were cancelled once more; nothing where there are none. */
export function RerunFolds({ folds }: { folds: readonly Fold[] }) {
  const t = useTranslations('folds.rerun');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const rerun = useMutation(
    trpc.runs.rerun.mutationOptions({
      onSettled: () => void queryClient.invalidateQueries({ queryKey: trpc.runs.pathKey() }),
    }),
  );
  const ended = folds.flatMap(({ run, status }) =>
    run !== null && (status === 'failed' || status === 'cancelled') ? [run] : [],
  );
  if (ended.length === 0) return null;
  return (
    <>
      <Button size="small" disabled={rerun.isPending} onClick={() => rerun.mutate({ runs: ended })}>
        {t('action', { count: ended.length })}
      </Button>
      {rerun.error && (
        <span role="alert" className="text-bad">
          {rerun.error.message}
        </span>
      )}
    </>
  );
}
