import { type ComparisonGroup, InputError, nearest } from '@assay/contracts';
import { mean, standardDeviation, tInterval } from '@assay/metrics';
import type { RunMetric, RunWithExperiment } from '@assay/store';
import { flatten } from './flatten';

/** Below this many seeds a spread says too little for an interval or a test. */
export const SEEDS_MIN = 3;

/** A run with the figure that is compared. */
export type Measured = { run: RunWithExperiment; metric: RunMetric };
export type Group = { key: string; members: Measured[] };

/** Groups by label, or by a field or config path; in the order of the first run of each. @throws InputError */
export function groupRuns(measured: readonly Measured[], by: string | undefined): Group[] {
  const groups = new Map<string, Group>();
  let isKnown = measured.length === 0;
  for (const one of measured) {
    const found = by === undefined ? one.run.label : facts(one.run)[by];
    if (found !== undefined) isKnown = true;
    const key = found ?? 'none';
    const group = groups.get(key) ?? { key, members: [] };
    groups.set(key, group);
    group.members.push(one);
  }
  if (!isKnown && by !== undefined) {
    const guess = nearest(by, [...new Set(measured.flatMap(({ run }) => Object.keys(facts(run))))]);
    const fix = guess ? `did you mean "${guess}"?` : 'for instance label, task or dataset.labelFraction';
    throw new InputError({ where: '--by', found: `no run has a config path "${by}"`, fix });
  }
  return [...groups.values()];
}

export function describeGroup({ key, members }: Group): ComparisonGroup {
  const values = members.map(({ metric }) => metric.last);
  const interval = values.length >= SEEDS_MIN ? tInterval(values) : null;
  return {
    key,
    n: values.length,
    mean: mean(values),
    std: standardDeviation(values),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    values: members.map(({ run, metric }) => ({ run: run.id, seed: run.seed, value: metric.last })),
    isPretrainingRepeated: members.every(({ run }) => isPretrainingRepeated(run)),
  };
}

function facts(run: RunWithExperiment): Record<string, string> {
  return { ...flatten({ ...run.config }), label: run.label, task: run.task, seed: String(run.seed) };
}

function isPretrainingRepeated({ config }: RunWithExperiment): boolean {
  if (!('init' in config) || config.init.kind === 'scratch') return true;
  return config.init.kind === 'config' && config.init.pretrainSeed === undefined;
}
