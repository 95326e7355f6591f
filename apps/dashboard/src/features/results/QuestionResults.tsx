'use client';
import { atThreshold } from '@assay/metrics';
import { useTranslations } from 'next-intl';
import { useCallback, useDeferredValue, useId, useMemo } from 'react';
import type { PredictionColumns } from '~/columns/predictionColumns';
import { Section } from '~/ui/Page';
import { ErrorState } from '~/ui/States';
import { useUrlState } from '~/ui/useUrlState';
import { ClassMatrix } from './ClassMatrix';
import { ClassTable } from './ClassTable';
import { CostPanel } from './CostPanel';
import { Charts } from './charts/Charts';
import { decideByHighest } from './figures/decisions';
import { type Caller, isTwoSided } from './figures/describeRow';
import { isPositive, ownThreshold, type Question, scoreFor } from './figures/questions';
import type { Ranking } from './figures/ranking';
import { parseSelection, type Selection, selectionText } from './figures/selection';
import { KindTable } from './KindTable';
import { PictureSection } from './pictures/PictureSection';
import { RateTable } from './RateTable';
import { ThresholdBar } from './ThresholdBar';
import { ThresholdMatrix } from './ThresholdMatrix';
import { useBands } from './useBands';
import { useCosts } from './useCosts';
import type { Sides } from './useQuestion';
import { useRates } from './useRates';
import { useThreshold } from './useThreshold';

/** One question's results, all of them following one threshold. */
export function QuestionResults(props: {
  columns: PredictionColumns;
  question: Question;
  ranking: Ranking;
  sides: Sides;
}) {
  const { columns, question, ranking, sides } = props;
  const t = useTranslations('results');
  const picturesId = useId();
  const { get, set } = useUrlState();
  const own = ownThreshold(question, columns);
  const { threshold, setThreshold } = useThreshold(ranking, own);
  const at = useMemo(() => atThreshold(ranking.counts, threshold), [ranking, threshold]);
  const { rates, kinds, error } = useRates(columns, ranking, at);
  const bands = useBands(ranking);
  const { costs, setCost } = useCosts();
  const decisions = useMemo(() => (columns.kind === 'classes' ? decideByHighest(columns) : null), [columns]);
  const scoreOf = useMemo(() => scoreFor(question, columns), [question, columns]);
  const cell = get('cell');
  const hasLabels = ranking.rows.length > 0;
  const selection = useMemo(
    (): Selection => (cell === null && !hasLabels ? { kind: 'all' } : parseSelection(cell)),
    [cell, hasLabels],
  );
  // Lists of pictures follow as fast as they can be drawn; the slider, the figures and the curves do not wait for them.
  const later = useDeferredValue(at);
  const source = useMemo(
    () => ({ columns, ranking, at: later, decisions, scoreOf }),
    [columns, ranking, later, decisions, scoreOf],
  );
  const caller = useMemo(
    (): Caller => ({
      columns,
      decisions,
      scoreOf,
      isPositiveLabel: (label) => isPositive(question, label),
      threshold: later.threshold,
      sides,
    }),
    [columns, decisions, scoreOf, question, later, sides],
  );
  const select = useCallback(
    (next: Selection) => set({ cell: selectionText(next), picture: null, order: null }),
    [set],
  );
  const open = useCallback(
    (next: Selection) => {
      select(next);
      const target = document.getElementById(picturesId);
      target?.scrollIntoView({ block: 'start' });
      target?.focus({ preventScroll: true });
    },
    [select, picturesId],
  );
  const openClass = useCallback((label: number) => open({ kind: 'class', label }), [open]);
  return (
    <>
      <ThresholdBar ranking={ranking} at={at} own={own} costs={costs} onThreshold={setThreshold} />
      {error && <ErrorState error={error} />}
      <div className="grid gap-x-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
        <div className="min-w-0">
          <ThresholdMatrix at={at} sides={sides} selection={selection} onOpen={open} />
          <Section title={t('rates.title')}>
            <RateTable rates={rates} sides={sides} />
            <p className="mt-1 text-muted text-xs">{t(ranking.groups ? 'interval.noteParts' : 'interval.note')}</p>
          </Section>
          <div className="mb-8">
            <CostPanel ranking={ranking} at={at} costs={costs} onCost={setCost} onThreshold={setThreshold} />
          </div>
        </div>
        <Section title={t('charts.title')}>
          <Charts
            ranking={ranking}
            bands={bands}
            at={at}
            rates={rates}
            sides={sides}
            onThreshold={setThreshold}
            isProbability={columns.header.scores === 'probability'}
          />
        </Section>
      </div>
      <div className="flex flex-wrap gap-x-8">
        {decisions && !isTwoSided(columns) && (
          <ClassMatrix classes={columns.header.classes} counts={decisions.matrix} selection={selection} onOpen={open} />
        )}
        {question.kind === 'defect' && hasLabels && (
          <Section title={t('kinds.title')} className="max-w-full">
            <KindTable
              columns={columns}
              ranking={ranking}
              threshold={later.threshold}
              drawn={kinds}
              positive={sides.positive}
              onOpen={openClass}
            />
          </Section>
        )}
      </div>
      {decisions && hasLabels && columns.header.classes.length > 1 && (
        <Section title={t('classes.title')}>
          <ClassTable columns={columns} decisions={decisions} onOpen={openClass} />
          <p className="mt-2 text-muted text-xs">{t(isTwoSided(columns) ? 'classes.noteTwo' : 'classes.note')}</p>
        </Section>
      )}
      <PictureSection id={picturesId} source={source} caller={caller} selection={selection} onSelect={select} />
    </>
  );
}
