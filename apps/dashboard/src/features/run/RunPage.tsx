'use client';
import { isFinal, type Task } from '@assay/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { FoldsTab } from '~/features/folds/FoldsTab';
import { ResultsTab } from '~/features/results/ResultsTab';
import { RunProgress } from '~/features/shared/RunProgress';
import { StatusBadge } from '~/features/shared/StatusBadge';
import { useTRPC } from '~/trpc/client';
import type { Answers } from '~/trpc/types';
import { PageHeader } from '~/ui/Page';
import { Answer } from '~/ui/States';
import { Tabs } from '~/ui/Tabs';
import { useUrlState } from '~/ui/useUrlState';
import { ArtifactTable } from './ArtifactTable';
import { CancelRun } from './CancelRun';
import { ConfigView } from './ConfigView';
import { Curves } from './Curves';
import { FigureTable } from './FigureTable';
import { LogView } from './LogView';
import { RecordView } from './RecordView';
import { RegisterRun } from './RegisterRun';
import { RunFacts } from './RunFacts';
import { useLiveRun } from './useLiveRun';
import { AlarmNotice } from './watching/AlarmNotice';
import { Watching } from './watching/Watching';

export function RunPage({ id }: { id: string }) {
  const t = useTranslations('run');
  const trpc = useTRPC();
  const page = useQuery(trpc.runs.show.queryOptions({ run: id }));
  return (
    <>
      {!page.data && <PageHeader title={t('title', { id })} />}
      <Answer query={page} rows={10}>
        {(found) => <Loaded page={found} />}
      </Answer>
    </>
  );
}

const TABS = ['watching', 'curves', 'results', 'folds', 'figures', 'log', 'config', 'artifacts', 'record'] as const;

function Loaded({ page }: { page: Answers['runs']['show'] }) {
  const t = useTranslations('run');
  const words = useTranslations('words');
  const { get, set } = useUrlState();
  const { run, artifacts, metrics } = page;
  useLiveRun(run);
  const first = hasCurves(run.task) ? 'curves' : artifacts.some(isPredictions) ? 'results' : 'figures';
  const isShown = { watching: run.task === 'pretrain', folds: Boolean(run.config.fold) };
  const tabs = TABS.filter((name) => (name === 'watching' || name === 'folds' ? isShown[name] : true));
  const tab = tabs.find((name) => name === get('tab')) ?? first;

  const contents = {
    watching: <Watching run={run.id} />,
    curves: <Curves run={run.id} />,
    figures: <FigureTable metrics={metrics} />,
    results: <ResultsTab run={run} artifacts={artifacts} />,
    folds: <FoldsTab run={run.id} />,
    log: <LogView run={run.id} />,
    config: <ConfigView run={run} />,
    artifacts: <ArtifactTable run={run.id} artifacts={artifacts} />,
    record: <RecordView page={page} />,
  };
  return (
    <>
      <PageHeader
        title={`${run.label}, ${words('seed').toLowerCase()} ${run.seed}`}
        detail={
          <span className="flex flex-wrap items-center gap-x-4">
            <StatusBadge status={run.status} />
            <span className="font-mono text-xs">{run.id}</span>
          </span>
        }
        actions={
          <>
            {artifacts.some((one) => one.kind === 'model') && <RegisterRun run={run} />}
            {!isFinal(run.status) && <CancelRun run={run.id} />}
          </>
        }
      />
      <p aria-live="polite" className="sr-only">
        {t('announce', { label: run.label, status: words(`status.${run.status}`) })}
      </p>
      {run.status === 'running' && run.progress && (
        <div className="mb-4 max-w-3xl">
          <RunProgress progress={run.progress} />
        </div>
      )}
      {run.task === 'pretrain' && <AlarmNotice run={run.id} />}
      <RunFacts page={page} />
      <Tabs
        label={t('tabs.label')}
        value={tab}
        tabs={tabs.map((value) => ({ value, label: t(`tabs.${value}`), content: contents[value] }))}
        onChange={(value) => set({ tab: value === first ? null : value })}
      />
    </>
  );
}

function isPredictions({ kind }: { kind: string }): boolean {
  return kind === 'predictions';
}

/** The other tasks measure once, at their end. */
function hasCurves(task: Task): boolean {
  return task === 'pretrain' || task === 'finetune';
}
