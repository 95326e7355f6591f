'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { metricName } from '~/features/shared/formatMetric';
import { useTRPC } from '~/trpc/client';
import { Checkbox } from '~/ui/Field';
import { Answer, EmptyState } from '~/ui/States';
import { useUrlState } from '~/ui/useUrlState';
import { CurveChart } from './CurveChart';
import { groupCurves, isCommon, isShownAtFirst } from './groupCurves';

const POINTS_MAX = 1500;

export const curvesInput = (run: string) => ({ runs: [run], pointsMax: POINTS_MAX });

/** A chart a figure; the same figure on several splits shares one. What is shown is in the address. */
export function Curves({ run }: { run: string }) {
  const t = useTranslations('run.curves');
  const ui = useTranslations('ui.chart');
  const trpc = useTRPC();
  const { get, set } = useUrlState();
  const curves = useQuery(trpc.runs.curves.queryOptions(curvesInput(run)));
  const groups = useMemo(() => groupCurves(curves.data ?? []), [curves.data]);

  const wanted = get('show');
  const isLog = get('log') === '1';
  const chosen = groups
    .map(({ what }) => what)
    .filter((what) => (wanted === null ? isShownAtFirst(what) : wanted.split(',').includes(what)));
  const toggle = (what: string) => {
    const next = chosen.includes(what) ? chosen.filter((one) => one !== what) : [...chosen, what];
    set({ show: next.length > 0 ? next.join(',') : 'none' });
  };

  const choice = (what: string) => (
    <Checkbox key={what} label={metricName(what)} checked={chosen.includes(what)} onChange={() => toggle(what)} />
  );
  const others = groups.filter(({ what }) => !isCommon(what));

  return (
    <Answer query={curves} rows={8}>
      {() =>
        groups.length === 0 ? (
          <EmptyState title={t('none')}>{t('noneHint')}</EmptyState>
        ) : (
          <>
            <fieldset className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1">
              <legend className="sr-only">{t('choose')}</legend>
              {groups.filter(({ what }) => isCommon(what)).map(({ what }) => choice(what))}
              <Checkbox
                label={ui('logScale')}
                checked={isLog}
                onChange={(event) => set({ log: event.target.checked ? '1' : null })}
                className="ml-auto text-muted"
              />
              {others.length > 0 && (
                <details className="w-full" open={others.some(({ what }) => chosen.includes(what))}>
                  <summary className="w-fit cursor-pointer rounded text-muted text-xs hover:text-ink">
                    {t('more', { count: others.length })}
                  </summary>
                  <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1">{others.map(({ what }) => choice(what))}</div>
                </details>
              )}
            </fieldset>
            {chosen.length === 0 ? (
              <EmptyState title={t('nothingChosen')} />
            ) : (
              <div className="grid gap-4 md:grid-cols-2 2xl:grid-cols-3">
                {groups
                  .filter(({ what }) => chosen.includes(what))
                  .map((group) => (
                    <CurveChart key={group.what} group={group} isLog={isLog} />
                  ))}
              </div>
            )}
          </>
        )
      }
    </Answer>
  );
}
