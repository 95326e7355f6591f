'use client';
import { useTranslations } from 'next-intl';
import { formatMetric, metricName } from '~/features/shared/formatMetric';
import { Swatch } from '~/ui/Legend';
import { LineChart } from '~/ui/LineChart';
import { Card } from '~/ui/Page';
import type { CurveGroup } from './groupCurves';

export function CurveChart({ group, isLog }: { group: CurveGroup; isLog: boolean }) {
  const t = useTranslations('run.curves');
  const { what, curves } = group;
  const key = curves[0]?.key ?? what;
  const format = (value: number) => formatMetric(key, value);
  const summary = curves
    .map(({ key: name, steps, values }) =>
      t('summary', {
        name: metricName(name),
        points: steps.length,
        value: format(values.at(-1) ?? 0),
        step: String(steps.at(-1) ?? 0),
      }),
    )
    .join('; ');
  return (
    <Card className="p-3">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="font-medium">{metricName(what)}</h2>
        <ul className="flex flex-wrap gap-x-4 text-xs">
          {curves.map(({ where, values }, index) => (
            <li key={where} className="flex items-center gap-1.5">
              <Swatch colour={index} />
              <span className="text-muted">{where}</span>
              <span className="font-medium">{format(values.at(-1) ?? 0)}</span>
            </li>
          ))}
        </ul>
      </div>
      <LineChart
        series={curves.map(({ where, steps, values }, colour) => ({ name: where, steps, values, colour }))}
        summary={summary}
        isLog={isLog}
      />
    </Card>
  );
}
