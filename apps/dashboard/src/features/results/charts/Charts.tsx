'use client';
import { useTranslations } from 'next-intl';
import { CalibrationChart } from './CalibrationChart';
import type { ChartInput } from './chartInput';
import { DetChart } from './DetChart';
import { F1Chart } from './F1Chart';
import { HistogramChart } from './HistogramChart';
import { PrecisionRecallChart } from './PrecisionRecallChart';
import { RocChart } from './RocChart';

/** Everything that is drawn over thresholds. A press into a chart picks the threshold there. */
export function Charts({ isProbability, ...input }: ChartInput & { isProbability: boolean }) {
  const t = useTranslations('results.charts');
  return (
    <>
      <div className="grid gap-3 md:grid-cols-2 2xl:grid-cols-3">
        <HistogramChart {...input} />
        <RocChart {...input} />
        <PrecisionRecallChart {...input} />
        <F1Chart {...input} />
        <DetChart {...input} />
        <CalibrationChart ranking={input.ranking} isProbability={isProbability} />
      </div>
      <p className="mt-2 text-muted text-xs">
        {t('note')} {input.bands && t(input.bands.isByPart ? 'bandsByPart' : 'bandsByCounts')}
      </p>
    </>
  );
}
