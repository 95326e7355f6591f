import { foldPlanOf } from '@assay/contracts';
import { type Database, getRun, lockName, newestRunArtifact, recordResults } from '@assay/store';
import type { Context } from '../context';
import { encodePredictions, type Predictions, predictionsName, readPredictions } from '../predictions/predictionsFile';
import { splitFigures } from '../predictions/splitFigures';
import { crossValidationKey, crossValidationOf, type FoldRun, type FoldSet, isFoldRun } from './foldSet';
import { gatherOutOfFold } from './gatherOutOfFold';

type Stores = Pick<Context, 'db' | 'artifacts'>;

/** One artifact with the predictions on every picture, and where it came from. */
export type OutOfFold = { digest: string; pictures: number; runs: string[]; figures: Record<string, number> };

/**
 * Gathers the predictions of a run's repetition when all of its folds have succeeded: one artifact, and figures `oof/…`
 * computed from it, on each of the runs. It may happen twice without harm, and again after a fold was run anew.
 *
 * @returns null while folds are missing, and for runs that have no fold or predict nothing
 */
export async function completeFolds({ db, artifacts }: Stores, id: string): Promise<OutOfFold | null> {
  return db.transaction(async (tx) => {
    const run = await lockFolds(tx, id);
    if (!run || run.task === 'pretrain') return null;
    const sets = (await crossValidationOf({ db: tx }, run))?.sets ?? [];
    const set = sets.find(({ repeat, seed }) => repeat === run.config.fold.repeat && seed === run.seed);
    return set ? gather({ db: tx, artifacts }, set) : null;
  });
}

/**
 * Lets those who end folds of one repetition take turns until the transaction ends, so that the last one sees all others;
 * undefined for a run without a fold.
 */
export async function lockFolds(tx: Database, id: string): Promise<FoldRun | undefined> {
  const run = await getRun(tx, id);
  if (!run || !isFoldRun(run)) return undefined;
  await lockName(
    tx,
    `folds ${run.experimentId} ${run.label} ${crossValidationKey(run)} ${run.seed} ${run.config.fold.repeat}`,
  );
  return run;
}

async function gather({ db, artifacts }: Stores, set: FoldSet): Promise<OutOfFold | null> {
  const runs = set.runs.filter((run) => run !== null);
  if (runs.length < set.runs.length || runs.some(({ status }) => status !== 'succeeded')) return null;
  const folds: { run: FoldRun; step: number; predictions: Predictions }[] = [];
  // One after the other: a transaction answers one question at a time.
  for (const run of runs) {
    const artifact = await newestRunArtifact(db, { run: run.id, kind: 'predictions', name: predictionsName('test') });
    if (!artifact) throw new Error(`run ${run.id} has stored no predictions on its test pictures`);
    const predictions = await readPredictions({ artifacts }, artifact.digest);
    folds.push({ run, step: artifact.step, predictions });
  }
  const gathered = gatherOutOfFold(folds);
  const stored = await artifacts.put(encodePredictions(gathered));
  const figures = splitFigures(gathered)?.figures ?? {};
  const time = new Date().toISOString();
  for (const { run, step } of folds) {
    const { protocol } = gathered.header;
    const fold = { ...foldPlanOf(run.config.fold), repeat: run.config.fold.repeat };
    await recordResults(db, {
      run: run.id,
      datasetDigest: run.datasetDigest,
      protocol: { ...protocol, parameters: { ...protocol.parameters, fold } },
      points: Object.entries(figures)
        .filter(([, value]) => Number.isFinite(value))
        .map(([key, value]) => ({ key: `oof/${key}`, step, value, pictures: 0, time })),
      artifact: { kind: 'predictions', name: predictionsName('out-of-fold'), step, ...stored },
    });
  }
  return { digest: stored.digest, pictures: gathered.lines.length, runs: runs.map(({ id }) => id), figures };
}
