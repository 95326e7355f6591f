import { type Comparison, canonicalJson } from '@assay/contracts';
import { foldManifest, sha256 } from '@assay/data';
import { compareExperiment, type FoldTable, queueRuns, rerun, showFolds, showRun } from '@assay/services';
import { findExperiment, listExperiments, listRuns } from '@assay/store';
import { selectRows } from '../arguments';
import type { Benchmark, BenchmarkContext, Selection } from '../benchmark';
import { describeCommit, describeMachine, loadAverage, type Machine } from '../machine';
import { printColumns } from '../report';
import { readResults, type StoredRow } from '../results';
import { type Home, publishCuts, withHome } from './home';
import { DATASET, FOLDS, STRATEGIES, type Strategy, settingsOf } from './settings';

/** A strategy over all folds. */
export type FoldsRow = StoredRow & {
  strategy: string;
  settingDigest: string;
  datasetDigest: string;
  /** Test accuracy: mean over the folds with its corrected 95 % interval, and each fold's. */
  accuracy: FoldTable['summary'];
  perFold: (number | null)[];
  sizes: FoldTable['sizes'];
  /** Accuracy of the gathered predictions on every cut. */
  outOfFoldAccuracy: number | null;
  /** Against the strategies that were measured before, by the corrected resampled t test. */
  differences: Pick<Comparison['differences'][number], 'a' | 'b' | 'difference' | 'low' | 'high' | 'p' | 'test'>[];
  seconds: number;
  machine: Machine;
};

const METRIC = 'test/accuracy';

/** Five folds, board designs kept together, of a classical learner, a network from scratch and one that was pretrained. */
export const folds: Benchmark = {
  hasPeers: false,
  select: (selection) => wanted(selection).map(keyOf),
  print: (rows) => printRows(rows as readonly FoldsRow[]), // its own rows
  async run(context) {
    const { minutes = Number.POSITIVE_INFINITY, isAgain = false, isQuick } = context;
    const until = performance.now() + minutes * 60_000;
    const stored = (readResults('folds')?.rows ?? []) as FoldsRow[]; // its own file
    await withHome(async (home) => {
      const datasetDigest = await publishCuts(home.ctx);
      const strategies = STRATEGIES.map((one) => ({ one, settings: settingsOf(one, isQuick) }));
      const settingDigest = sha256(canonicalJson({ strategies, FOLDS, datasetDigest })).slice(0, 16);
      const experiment = `folds ${settingDigest}${isAgain ? ` ${new Date().toISOString()}` : ''}`;
      for (const strategy of wanted(context)) {
        if (performance.now() > until) break;
        const isStored = stored.some((row) => row.key === keyOf(strategy) && row.settingDigest === settingDigest);
        if (isStored && !isAgain) continue;
        context.say(keyOf(strategy));
        const row = await measure(context, home, { strategy, experiment });
        context.onRow({ ...row, settingDigest, datasetDigest }, {});
      }
    });
  },
};

type Plan = { strategy: Strategy; experiment: string };

async function measure(context: BenchmarkContext, { ctx, work }: Home, { strategy, experiment }: Plan) {
  const load = loadAverage();
  const first = await queueFolds(ctx, { strategy, experiment, isQuick: context.isQuick });
  await work((line) => context.say(`  ${line}`));
  const table = await showFolds(ctx, { run: first, metric: METRIC });
  const [set] = table?.rows ?? [];
  if (!table || !set?.outOfFold) throw new Error(`the folds of ${strategy.name} are not whole: ${set?.missing}`);
  const { differences } = await compareExperiment(ctx, { experiment, metric: METRIC });
  const runs = await Promise.all(set.folds.flatMap(({ run }) => (run ? [showRun(ctx, run)] : [])));
  const secondsOf = ({ startedAt, endedAt }: { startedAt: Date | null; endedAt: Date | null }) =>
    startedAt && endedAt ? (endedAt.getTime() - startedAt.getTime()) / 1000 : 0;
  const pretrainings = await Promise.all(runs.flatMap(({ dependsOn }) => (dependsOn ? [showRun(ctx, dependsOn)] : [])));
  return {
    key: keyOf(strategy),
    strategy: strategy.name,
    accuracy: table.summary,
    perFold: set.folds.map(({ value }) => value),
    sizes: table.sizes,
    outOfFoldAccuracy: set.outOfFold.value,
    differences: differences
      .filter(({ a, b }) => a === strategy.name || b === strategy.name)
      .map(({ a, b, difference, low, high, p, test }) => ({ a, b, difference, low, high, p, test })),
    seconds: [...runs, ...pretrainings].reduce((sum, run) => sum + secondsOf(run), 0),
    machine: describeMachine(),
    isQuick: context.isQuick,
    date: new Date().toISOString(),
    commit: describeCommit(),
    loadAverage: load,
  };
}

/** Queues what is not there yet of a strategy, and answers one of its runs: an interrupted benchmark goes on so. */
async function queueFolds(
  ctx: Home['ctx'],
  { strategy, experiment, isQuick }: Plan & { isQuick: boolean },
): Promise<string> {
  const isKnown = (await listExperiments(ctx.db)).some(({ name }) => name === experiment);
  const id = isKnown ? (await findExperiment(ctx.db, experiment)).id : undefined;
  const known = id === undefined ? [] : await listRuns(ctx.db, { experimentId: id, label: strategy.name });
  const [run] = known;
  if (run) {
    const cells = (await showFolds(ctx, { run: run.id }))?.rows.flatMap((row) => row.folds) ?? [];
    for (const { run: fold, status } of cells) {
      if (fold && (status === 'failed' || status === 'cancelled')) await rerun(ctx, fold);
    }
    return run.id;
  }
  const queued = await queueRuns(ctx, {
    recipe: strategy.recipe,
    set: settingsOf(strategy, isQuick),
    folds: FOLDS,
    divide: (manifest, fold) => foldManifest(manifest, fold).manifest,
    experiment,
    label: strategy.name,
  });
  return queued.runs[0] ?? '';
}

function wanted(selection: Selection): readonly Strategy[] {
  return selectRows({ all: STRATEGIES, keyOf }, selection);
}

function keyOf({ name }: Strategy): string {
  return `${DATASET}/${name}`;
}

function printRows(rows: readonly FoldsRow[]): string {
  const figure = (value: number | null | undefined) => value?.toFixed(4) ?? '–';
  return printColumns([
    ['row', 'accuracy', '95 % interval, corrected', 'folds', 'out of fold', 'seconds'],
    ...rows.map(({ key, accuracy, perFold, outOfFoldAccuracy, seconds }) => [
      key,
      figure(accuracy?.mean),
      `${figure(accuracy?.low)} to ${figure(accuracy?.high)}`,
      perFold.map(figure).join(' '),
      figure(outOfFoldAccuracy),
      seconds.toFixed(0),
    ]),
  ]);
}
