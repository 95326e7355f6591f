import { InputError } from '@assay/contracts';
import { completeFolds, type FoldTable, showFolds } from '@assay/services';
import { figure, type OutputOptions, print, say, table } from '../cli/output';
import { type Session, withSession } from '../cli/session';

/** The folds of a run's cross-validation; gathers the predictions of a repetition that is whole but was not gathered. */
export async function foldsCommand(id: string, options: OutputOptions & { metric?: string }): Promise<void> {
  const found = await withSession((session) => gatherAndShow(session, { run: id, metric: options.metric }));
  if (!found) {
    throw new InputError({
      where: `run ${id}`,
      found: 'it is no fold',
      fix: 'queue folds with `assay run RECIPE --folds 5`',
    });
  }
  print(options, found, () => describeFolds(found));
}

/** A cross-validation with whatever can be gathered of it gathered. */
export async function gatherAndShow(
  session: Session,
  query: { run: string; metric?: string | undefined },
): Promise<FoldTable | null> {
  const found = await showFolds(session, query);
  const open = (found?.rows ?? []).filter(({ outOfFold, folds }) => !outOfFold && folds.every(isDone));
  for (const { folds, repeat, seed } of open) {
    try {
      await completeFolds(session, folds[0]?.run ?? '');
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      say(`repetition ${repeat}, seed ${seed} could not be gathered: ${why}`);
    }
  }
  return open.length > 0 ? showFolds(session, query) : found;
}

export function describeFolds({ experiment, label, plan, metric, sizes, rows, summary }: FoldTable): string {
  const head = [
    `${experiment}: ${label}, ${plan.of} folds by ${plan.groupBy}`,
    sizes
      ? `a fold learns from ${Math.round(sizes.train)} pictures and tests ${Math.round(sizes.test)}`
      : 'sizes not known yet',
  ];
  const cells = rows.flatMap(({ repeat, seed, folds }) =>
    folds.map(({ index, run, status, value, reason }) => [
      repeat,
      seed,
      index,
      run,
      status ?? 'not queued',
      figure(value),
      reason,
    ]),
  );
  const gathered = rows.map(({ repeat, seed, outOfFold, missing }) => [
    repeat,
    seed,
    figure(outOfFold?.value),
    outOfFold ? outOfFold.digest.slice(0, 12) : (missing ?? '–'),
  ]);
  return [
    head.join('; '),
    table(['REPEAT', 'SEED', 'FOLD', 'RUN', 'STATUS', metric.toUpperCase(), 'REASON'], cells),
    table(['REPEAT', 'SEED', metric.replace(/^test\//, 'oof/').toUpperCase(), 'OUT-OF-FOLD PREDICTIONS'], gathered),
    describeSummary(summary, metric),
  ].join('\n\n');
}

/** The mean over the folds in a line, for instance behind `assay run --folds 5 --wait`. */
export function describeSummary(summary: FoldTable['summary'], metric: string): string {
  if (!summary) return `no fold has ${metric} yet`;
  const { folds, mean, low, high } = summary;
  const interval =
    low === null || high === null
      ? 'too few folds for an interval'
      : `95 % interval ${figure(low)} to ${figure(high)}, corrected for shared training pictures`;
  return `${metric} ${figure(mean)} over ${folds} ${folds === 1 ? 'fold' : 'folds'}, ${interval}`;
}

function isDone({ status }: FoldTable['rows'][number]['folds'][number]): boolean {
  return status === 'succeeded';
}
