'use client';
import type { CollapseAlarm } from '@assay/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { formatMetric } from '~/features/shared/formatMetric';
import { useTRPC } from '~/trpc/client';
import { LineChart } from '~/ui/LineChart';
import { Card } from '~/ui/Page';
import { Answer, EmptyState } from '~/ui/States';
import { curvesInput } from '../Curves';
import type { Curve } from '../mergeEvents';

const HEIGHT = 130;

/** Each chart: its curves, and the signal whose alarm is marked in it. */
const CHARTS = [
  { name: 'std', keys: ['features/std'], signal: 'std' },
  { name: 'rankme', keys: ['features/rankme'], signal: 'rankme' },
  { name: 'alignment', keys: ['features/alignment'], signal: null },
  { name: 'uniformity', keys: ['features/uniformity'], signal: null },
  { name: 'probes', keys: ['linear/accuracy', 'knn/accuracy'], signal: null },
  { name: 'loss', keys: ['train/loss'], signal: 'loss' },
  { name: 'embedding', keys: ['train/embeddingStd'], signal: 'embedding' },
  { name: 'entropy', keys: ['train/teacherEntropy', 'train/prototypeEntropy'], signal: 'entropy' },
  { name: 'gradient', keys: ['train/gradientNorm'], signal: null },
] as const;

/** Small curves of what tells a healthy training from one that collapses; those that a run does not have are left out. */
export function Signals({ run, alarms }: { run: string; alarms: readonly CollapseAlarm[] }) {
  const t = useTranslations('run.watching');
  const trpc = useTRPC();
  const curves = useQuery(trpc.runs.curves.queryOptions(curvesInput(run)));
  return (
    <Answer query={curves} rows={6}>
      {(all) => {
        const shown = CHARTS.flatMap(({ name, keys, signal }) => {
          const found = keys.flatMap((key) => all.filter((curve) => curve.key === key));
          const alarm = alarms.find((one) => one.signal === signal);
          return found.length > 0 ? [{ name, curves: found, since: alarm?.since ?? null }] : [];
        });
        if (shown.length === 0) return <EmptyState title={t('signals.none')}>{t('signals.noneHint')}</EmptyState>;
        return (
          <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
            {shown.map((chart) => (
              <li key={chart.name} className="min-w-0">
                <SignalChart {...chart} />
              </li>
            ))}
          </ul>
        );
      }}
    </Answer>
  );
}

type ChartName = (typeof CHARTS)[number]['name'];

function SignalChart({ name, curves, since }: { name: ChartName; curves: readonly Curve[]; since: number | null }) {
  const t = useTranslations('run.watching.signals');
  const chart = useTranslations('run.curves');
  const last = (curve: Curve) => formatMetric(curve.key, curve.values.at(-1) ?? 0);
  const summary = curves
    .map((curve) =>
      chart('summary', {
        name: curve.key,
        points: curve.steps.length,
        value: last(curve),
        step: String(curve.steps.at(-1) ?? 0),
      }),
    )
    .join('; ');
  return (
    <Card className="h-full p-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 className="font-medium">{t(`names.${name}`)}</h3>
        <p className="text-xs tabular-nums">
          {curves.map((curve) => (
            <span key={curve.key} className="ml-3 whitespace-nowrap">
              {curves.length > 1 && <span className="text-muted">{curve.key.split('/')[0]} </span>}
              {last(curve)}
            </span>
          ))}
        </p>
      </div>
      <p className="mb-1 text-muted text-xs">{t(`hints.${name}`)}</p>
      <LineChart
        series={curves.map(({ key, steps, values }, colour) => ({ name: key, steps, values, colour }))}
        summary={since === null ? summary : `${summary}; ${t('alarmSince', { step: String(since) })}`}
        height={HEIGHT}
        mark={since}
      />
    </Card>
  );
}
