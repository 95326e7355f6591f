'use client';
import { RUN_STATUSES, TASKS } from '@assay/contracts';
import { useTranslations } from 'next-intl';
import type { RunRow } from '~/trpc/types';
import { Button } from '~/ui/Button';
import { Checkbox, TextField } from '~/ui/Field';
import { Select } from '~/ui/Select';
import type { RunFilterState } from './useRunFilters';

export function RunFilters({ filters, runs }: { filters: RunFilterState; runs: readonly RunRow[] }) {
  const t = useTranslations('runs');
  const words = useTranslations('words');
  const experiments = [...new Set(runs.map((run) => run.experiment))].sort();
  const { experiment, status, task, text, isGrouped, set } = filters;
  // An experiment that the address names but nobody has still stands in the list, so that it can be taken away.
  if (experiment !== null && !experiments.includes(experiment)) experiments.unshift(experiment);
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      <TextField
        type="search"
        label={t('search')}
        isLabelHidden
        placeholder={t('searchHint')}
        value={text}
        onChange={(event) => set({ text: event.target.value })}
        className="w-full sm:w-56"
      />
      <Select
        label={t('experiment')}
        isLabelHidden
        className="max-w-full sm:max-w-80"
        value={experiment ?? ''}
        options={[
          { value: '', label: t('allExperiments') },
          ...experiments.map((name) => ({ value: name, label: name })),
        ]}
        onChange={(value) => set({ experiment: value })}
      />
      <Select
        label={t('status')}
        isLabelHidden
        value={status ?? ''}
        options={[
          { value: '', label: t('allStatuses') },
          ...RUN_STATUSES.map((value) => ({ value, label: words(`status.${value}`) })),
        ]}
        onChange={(value) => set({ status: value })}
      />
      <Select
        label={t('task')}
        isLabelHidden
        value={task ?? ''}
        options={[
          { value: '', label: t('allTasks') },
          ...TASKS.map((value) => ({ value, label: words(`task.${value}`) })),
        ]}
        onChange={(value) => set({ task: value })}
      />
      <Checkbox
        label={t('group')}
        checked={isGrouped}
        onChange={(event) => set({ group: event.target.checked ? '1' : null })}
        className="px-1"
      />
      {(experiment ?? status ?? task ?? text) && (
        <Button kind="bare" onClick={() => set({ experiment: null, status: null, task: null, text: null })}>
          {t('clear')}
        </Button>
      )}
    </search>
  );
}
