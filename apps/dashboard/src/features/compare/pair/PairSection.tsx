'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useTRPC } from '~/trpc/client';
import type { RunRow } from '~/trpc/types';
import { Section } from '~/ui/Page';
import { Answer, EmptyState } from '~/ui/States';
import { useUrlState } from '~/ui/useUrlState';
import { PairLoader } from './PairLoader';
import { RunSelect } from './RunSelect';

/** The part of the address that leads here. */
const PLACE = '#pair';

/** Two runs on the same pictures: `?a=RUN&b=RUN`. Without them the first run and the first one of another label. */
export function PairSection({ experiment }: { experiment: string }) {
  const t = useTranslations('compare.pair');
  const trpc = useTRPC();
  const anchor = useRef<HTMLDivElement>(null);
  // The browser looked for the place before it was there.
  useEffect(() => {
    if (window.location.hash === PLACE) anchor.current?.scrollIntoView();
  }, []);
  const runs = useQuery(trpc.runs.list.queryOptions({ statuses: ['succeeded'] }));
  return (
    <Section title={t('title')}>
      <div ref={anchor} />
      <p className="mb-3 max-w-prose text-muted text-xs">{t('hint')}</p>
      <Answer query={runs} rows={4}>
        {(all) => <Chosen experiment={experiment} runs={all.filter(({ task }) => task !== 'pretrain')} />}
      </Answer>
    </Section>
  );
}

function Chosen({ experiment, runs }: { experiment: string; runs: readonly RunRow[] }) {
  const t = useTranslations('compare.pair');
  const { get, set } = useUrlState();
  const own = runs.filter((run) => run.experiment === experiment);
  const byId = (id: string | null) => runs.find((run) => run.id === id);
  const a = byId(get('a')) ?? own[0];
  const b = byId(get('b')) ?? (a && partnerOf(a, own));
  if (!a) return <EmptyState title={t('noRuns')}>{t('noRunsHint')}</EmptyState>;
  const choose = (side: 'a' | 'b') => (id: string) =>
    set({ a: a.id, b: b?.id ?? null, [side]: id, pairCell: null, pairPicture: null });
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <RunSelect label={t('a')} experiment={experiment} runs={runs} value={a.id} onChange={choose('a')} />
        <RunSelect label={t('b')} experiment={experiment} runs={runs} value={b?.id ?? ''} onChange={choose('b')} />
      </div>
      {b && b.id !== a.id ? (
        <PairLoader key={`${a.id} ${b.id}`} a={a} b={b} />
      ) : (
        <EmptyState title={t(b ? 'same' : 'noSecond')} />
      )}
    </>
  );
}

/** Another strategy says more than another seed of the same. */
function partnerOf(a: RunRow, runs: readonly RunRow[]): RunRow | undefined {
  return runs.find((run) => run.label !== a.label) ?? runs.find((run) => run.id !== a.id);
}
