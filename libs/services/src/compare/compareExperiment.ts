import { type Comparison, InputError, nearest } from '@assay/contracts';
import { findExperiment, listMetricKeys, listRunMetrics, listRuns, type RunWithExperiment } from '@assay/store';
import type { Context } from '../context';
import { comparePictures } from './comparePictures';
import { configDifferences } from './configDifferences';
import { compareGroups } from './differences';
import { createFoldComparison } from './foldComparison';
import { withoutCopies } from './foldGroups';
import { foldWarnings } from './foldWarnings';
import { describeGroup, groupRuns, type Measured } from './groups';
import { comparisonWarnings } from './warnings';

export type ComparisonQuery = {
  experiment: string;
  /** The last value of this figure is compared. */
  metric: string;
  /** A config path; the runs' label when not given. */
  by?: string | undefined;
  /** The group that all others are held against; every pair when not given. */
  baseline?: string | undefined;
  /** Within which two means count as equivalent, in the figure's own unit; stated before looking. */
  margin?: number | undefined;
  /** Also on the same test pictures, from the stored predictions. */
  pictures?: boolean | undefined;
};

/**
 * Groups an experiment's runs and tests their differences: means with 95 % intervals by Student's t, Welch's test with
 * Holm's correction, seed by seed where the seeds are the same, equivalence within a margin, and on the same pictures.
 * Folds of a cross-validation are compared in pairs by the corrected resampled t test instead.
 * Of runs with one config and seed the newest counts alone, since a repetition adds nothing new.
 *
 * @throws InputError when the experiment, the figure, the path or the baseline is not there, or the margin is none
 */
export async function compareExperiment(
  ctx: Pick<Context, 'db' | 'artifacts'>,
  query: ComparisonQuery,
): Promise<Comparison> {
  const { margin } = query;
  if (margin !== undefined && !(margin > 0 && Number.isFinite(margin))) {
    throw new InputError({
      where: '--margin',
      found: String(margin),
      fix: 'a number above 0, in the unit of the figure',
    });
  }
  const experiment = await findExperiment(ctx.db, query.experiment);
  const rows = newestOfEach(await listRuns(ctx.db, { experimentId: experiment.id, limit: 10_000 }));
  const metrics = await listRunMetrics(ctx.db, { runs: rows.map((row) => row.id), keys: [query.metric] });
  const measured = rows.flatMap((run): Measured[] => {
    const metric = metrics.find((candidate) => candidate.runId === run.id);
    return metric ? [{ run, metric }] : [];
  });
  const without = rows.filter((run) => !measured.some((one) => one.run.id === run.id) && isExpected(run, measured));
  if (measured.length === 0) await requireMetric(ctx, { rows, query, experiment: experiment.name });

  const groups = groupRuns(withoutCopies(measured, query.metric), query.by);
  const folds = await createFoldComparison(ctx, groups, query.metric);
  const described = folds.describe(groups.map(describeGroup));
  const wanted = pairs(described, query.baseline);
  return {
    experiment: experiment.name,
    metric: query.metric,
    groups: described,
    differences: folds.compare(wanted, (plain) => compareGroups(plain, margin)),
    ...(query.pictures ? { pictures: await comparePictures(ctx, folds.gathered, wanted) } : {}),
    configDifferences: configDifferences(groups),
    warnings: [...comparisonWarnings(groups, without, query.by), ...foldWarnings(groups, query.metric)],
  };
}

/** The figures by which an experiment's runs can be compared. */
export async function comparisonMetrics(ctx: Pick<Context, 'db'>, experiment: string): Promise<string[]> {
  const { id } = await findExperiment(ctx.db, experiment);
  const rows = await listRuns(ctx.db, { experimentId: id, limit: 10_000 });
  const keys = await listMetricKeys(ctx.db, { runs: rows.map((row) => row.id) });
  return keys.filter((key) => !key.startsWith('system/') && !key.startsWith('fold/'));
}

/** Oldest first, as they were queued. */
function newestOfEach(rows: readonly RunWithExperiment[]): RunWithExperiment[] {
  const isBetter = (a: RunWithExperiment, b: RunWithExperiment): boolean =>
    a.status === b.status ? a.queuedAt > b.queuedAt : a.status === 'succeeded' || b.status === 'cancelled';
  const kept = new Map<string, RunWithExperiment>();
  for (const row of [...rows].reverse()) {
    const key = [row.label, row.configDigest, row.datasetDigest, row.seed].join(' ');
    const other = kept.get(key);
    if (!other || isBetter(row, other)) kept.set(key, row);
  }
  return [...kept.values()];
}

/** A pretraining has no test figure and is not missed; a run of a task that has the figure elsewhere is. */
function isExpected(run: RunWithExperiment, measured: readonly Measured[]): boolean {
  return run.task !== 'pretrain' || measured.some((one) => one.run.task === 'pretrain');
}

function pairs<Group extends { key: string }>(
  groups: readonly Group[],
  baseline: string | undefined,
): [Group, Group][] {
  if (baseline === undefined) {
    return groups.flatMap((a, i) => groups.slice(i + 1).map((b): [Group, Group] => [a, b]));
  }
  const base = groups.find((group) => group.key === baseline);
  if (!base) {
    const keys = groups.map((group) => group.key);
    const guess = nearest(baseline, keys);
    const fix = guess ? `did you mean "${guess}"?` : `the groups are ${keys.join(', ')}`;
    throw new InputError({ where: '--baseline', found: `there is no group "${baseline}"`, fix });
  }
  return groups.flatMap((group): [Group, Group][] => (group === base ? [] : [[group, base]]));
}

async function requireMetric(
  ctx: Pick<Context, 'db'>,
  { rows, query, experiment }: { rows: readonly RunWithExperiment[]; query: ComparisonQuery; experiment: string },
): Promise<void> {
  const known = await listMetricKeys(ctx.db, { runs: rows.map((row) => row.id) });
  // While its first runs are under way an experiment has no figure yet, which is no mistake of who asks.
  const isUnderWay = rows.some(
    (row) => row.status === 'waiting' || row.status === 'queued' || row.status === 'running',
  );
  if (isUnderWay && nearest(query.metric, known) === undefined) return;
  const guess = nearest(query.metric, known);
  throw new InputError({
    where: '--metric',
    found: `no run of "${experiment}" has the figure "${query.metric}"`,
    fix: guess ? `did you mean "${guess}"?` : known.length > 0 ? `they have ${known.join(', ')}` : 'they have none yet',
  });
}
