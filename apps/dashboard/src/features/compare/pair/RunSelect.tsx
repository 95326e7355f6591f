'use client';
import { useTranslations } from 'next-intl';
import type { RunRow } from '~/trpc/types';
import { Select } from '~/ui/Select';

/** A run by its label and seed, those of the experiment first; the others name theirs. */
export function RunSelect(props: {
  label: string;
  experiment: string;
  runs: readonly RunRow[];
  value: string;
  onChange: (id: string) => void;
}) {
  const { label, experiment, runs, value, onChange } = props;
  const t = useTranslations('compare.pair');
  const isOwn = (run: RunRow) => run.experiment === experiment;
  const options = [...runs.filter(isOwn), ...runs.filter((run) => !isOwn(run))].map((run) => ({
    value: run.id,
    label: t(isOwn(run) ? 'run' : 'otherRun', {
      id: run.id,
      experiment: run.experiment,
      label: run.label,
      seed: String(run.seed),
    }),
  }));
  if (value === '') options.unshift({ value: '', label: t('choose') });
  return <Select label={label} value={value} options={options} onChange={onChange} />;
}
