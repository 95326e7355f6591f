import type { RunRow } from '~/trpc/types';

/** A line of the table: one run, or the runs of one label in one experiment. */
export type RunLine = {
  id: string;
  label: string;
  experiment: string;
  task: RunRow['task'];
  status: RunRow['status'] | null;
  queuedAt: Date;
  /** Seconds that it ran or has been running; null before it began. */
  duration: number | null;
  figureKey: string | null;
  /** A group's is the mean over its runs that have this figure. */
  value: number | null;
  run: RunRow | null;
  children: RunLine[];
};

export function toLine(run: RunRow, now: number): RunLine {
  return {
    id: run.id,
    label: run.label,
    experiment: run.experiment,
    task: run.task,
    status: run.status,
    queuedAt: run.queuedAt,
    duration: run.startedAt ? ((run.endedAt?.getTime() ?? now) - run.startedAt.getTime()) / 1000 : null,
    figureKey: run.figure?.key ?? null,
    value: run.figure?.value ?? null,
    run,
    children: [],
  };
}

/** Puts the seeds of one label together. The status is the one that all of them share. */
export function groupLines(lines: readonly RunLine[]): RunLine[] {
  const groups = new Map<string, RunLine[]>();
  for (const line of lines) {
    const id = `${line.experiment}\n${line.label}\n${line.task}`;
    groups.set(id, [...(groups.get(id) ?? []), line]);
  }
  return [...groups].flatMap(([id, children]) => {
    const [first] = children;
    if (!first) return [];
    if (children.length === 1) return [first];
    const keys = new Set(children.flatMap((child) => child.figureKey ?? []));
    const [key] = keys;
    const values = children.flatMap((child) => child.value ?? []);
    const durations = children.flatMap((child) => child.duration ?? []);
    const isComparable = keys.size === 1 && key !== undefined;
    return [
      {
        ...first,
        id,
        status: children.every((child) => child.status === first.status) ? first.status : null,
        queuedAt: new Date(Math.max(...children.map((child) => child.queuedAt.getTime()))),
        duration: durations.length > 0 ? durations.reduce((sum, one) => sum + one, 0) : null,
        figureKey: isComparable ? key : null,
        value: isComparable ? values.reduce((sum, one) => sum + one, 0) / values.length : null,
        run: null,
        children,
      },
    ];
  });
}

/** Whether every word of the search occurs somewhere in the run. */
export function matchesText(run: RunRow, text: string): boolean {
  const haystack = [run.label, run.id, run.experiment, run.summary, run.datasetName].join(' ').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}
