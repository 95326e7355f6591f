import { type FoldPlan, InputError, type RunStatus } from '@assay/contracts';
import { mean, standardDeviation } from '@assay/metrics';
import { findRun, listRunArtifacts, listRunMetrics, type RunMetric } from '@assay/store';
import { foldInterval, foldMeans, foldSizes } from '../compare/foldValues';
import type { Context } from '../context';
import { primaryMetric } from '../models/primaryMetric';
import { predictionsName } from '../predictions/predictionsFile';
import { crossValidationOf, type FoldRun, type FoldSet } from './foldSet';

/** One repetition at one seed. */
export type FoldRow = {
  repeat: number;
  seed: number;
  folds: {
    index: number;
    /** Null where none was queued. */
    run: string | null;
    status: RunStatus | null;
    reason: string | null;
    value: number | null;
  }[];
  /** Predictions on every picture, and the figure computed from them; null while folds are missing. */
  outOfFold: { digest: string; value: number | null } | null;
  /** What is missing and what to do about it; null where nothing is. */
  missing: string | null;
};

/** A cross-validation as a reader looks at it. */
export type FoldTable = {
  experiment: string;
  label: string;
  plan: FoldPlan;
  /** Mean number of pictures that a fold learns from (validation counts) and that it tests. */
  sizes: { train: number; test: number } | null;
  /** The test figure that is shown, and those that could be. */
  metric: string;
  metrics: string[];
  rows: FoldRow[];
  /** Over folds and repetitions, seeds averaged; the interval is corrected for training pictures that folds share. */
  summary: { folds: number; mean: number; std: number | null; low: number | null; high: number | null } | null;
};

/**
 * The folds of the cross-validation that a run is part of; null where it has no fold.
 *
 * @throws InputError when there is no such run, or no such figure
 */
export async function showFolds(
  ctx: Pick<Context, 'db'>,
  query: { run: string; metric?: string | undefined },
): Promise<FoldTable | null> {
  const run = await findRun(ctx.db, query.run);
  const found = await crossValidationOf(ctx, run);
  if (!found) return null;
  const { plan, sets } = found;
  const runs = sets.flatMap((set) => set.runs.filter((one) => one !== null));
  const ids = runs.map(({ id }) => id);
  const metrics = await listRunMetrics(ctx.db, { runs: ids });
  const keys = [...new Set(metrics.map(({ key }) => key))].filter((key) => key.startsWith('test/')).sort();
  const metric = query.metric ?? primaryMetric(run.config);
  if (query.metric !== undefined && keys.length > 0 && !keys.includes(query.metric)) {
    throw new InputError({
      where: '--metric',
      found: `no fold has the figure "${query.metric}"`,
      fix: `they have ${keys.filter((key) => !key.includes('class:')).join(', ')}`,
    });
  }
  const read = reader(metrics);
  const values = runs.flatMap(({ id, config: { fold } }) => {
    const value = read(id, metric);
    return value === null ? [] : [{ fold, value }];
  });
  const sizes = await foldSizes(ctx, ids);
  const means = [...foldMeans(values).values()];
  const interval = foldInterval(values, sizes);
  return {
    experiment: run.experiment,
    label: run.label,
    plan,
    sizes,
    metric,
    metrics: keys,
    rows: await Promise.all(sets.map((set) => rowOf(ctx, set, (id, key) => read(id, key), metric))),
    summary:
      means.length === 0
        ? null
        : {
            folds: means.length,
            mean: mean(means),
            std: standardDeviation(means),
            low: interval?.low ?? null,
            high: interval?.high ?? null,
          },
  };
}

type Read = (run: string, key: string) => number | null;

function reader(metrics: readonly RunMetric[]): Read {
  const values = new Map(metrics.map(({ runId, key, last }) => [`${runId} ${key}`, last]));
  return (run, key) => values.get(`${run} ${key}`) ?? null;
}

async function rowOf({ db }: Pick<Context, 'db'>, set: FoldSet, read: Read, metric: string): Promise<FoldRow> {
  const { repeat, seed, runs } = set;
  const folds = runs.map((run, i) => ({
    index: i + 1,
    run: run?.id ?? null,
    status: run?.status ?? null,
    reason: run?.statusReason ?? null,
    value: run ? read(run.id, metric) : null,
  }));
  const missing = describeMissing(runs);
  const [first] = runs;
  const artifacts = missing === null && first ? await listRunArtifacts(db, { run: first.id, kind: 'predictions' }) : [];
  const artifact = artifacts.find(({ name }) => name === predictionsName('out-of-fold'));
  const oofKey = metric.replace(/^test\//, 'oof/');
  return {
    repeat,
    seed,
    folds,
    outOfFold: artifact && first ? { digest: artifact.digest, value: read(first.id, oofKey) } : null,
    missing:
      missing ?? (artifact || first?.task === 'pretrain' ? null : 'not gathered yet: `assay runs folds` does it'),
  };
}

/** Which folds keep the predictions from being whole, and what to do. */
function describeMissing(runs: readonly (FoldRun | null)[]): string | null {
  const placesOf = (isMeant: (run: FoldRun | null) => boolean): string => {
    const places = runs.flatMap((run, i) => (isMeant(run) ? [i + 1] : []));
    return places.length === 0 ? '' : `${places.length === 1 ? 'fold' : 'folds'} ${places.join(', ')}`;
  };
  const states = ['running', 'queued', 'waiting'] as const;
  const words = [
    ...runs.flatMap((run, i) =>
      run?.status === 'failed' || run?.status === 'cancelled'
        ? [`fold ${i + 1} ${run.status === 'failed' ? 'failed' : 'was cancelled'}: \`assay runs rerun ${run.id}\``]
        : [],
    ),
    ...states.map((status) => [placesOf((run) => run?.status === status), status].join(' ')),
    [placesOf((run) => run === null), 'never queued'].join(' '),
  ].filter((text) => text.startsWith('fold'));
  return words.length === 0 ? null : words.join('; ');
}
