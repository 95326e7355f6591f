'use client';
import { RUN_STATUSES, type RunStatus, TASKS, type Task } from '@assay/contracts';
import { useUrlState } from '~/ui/useUrlState';

export const SORTABLE = ['label', 'experiment', 'task', 'status', 'value', 'queuedAt', 'duration'] as const;
export type SortKey = (typeof SORTABLE)[number];

export type RunFilterState = {
  experiment: string | null;
  status: RunStatus | null;
  task: Task | null;
  text: string;
  isGrouped: boolean;
  sort: { key: SortKey; isDescending: boolean };
  set: ReturnType<typeof useUrlState>['set'];
};

/** The view is in the address: `?experiment=…&status=…&task=…&text=…&group=1&sort=-value`. */
export function useRunFilters(): RunFilterState {
  const { get, set } = useUrlState();
  const sort = get('sort') ?? '-queuedAt';
  const key = sort.replace(/^-/, '');
  return {
    experiment: get('experiment'),
    status: RUN_STATUSES.find((status) => status === get('status')) ?? null,
    task: TASKS.find((task) => task === get('task')) ?? null,
    text: get('text') ?? '',
    isGrouped: get('group') === '1',
    sort: { key: SORTABLE.find((known) => known === key) ?? 'queuedAt', isDescending: sort.startsWith('-') },
    set,
  };
}
