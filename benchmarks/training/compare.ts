import type { BenchmarkContext } from '../benchmark';
import { type Finished, fastestOf, runContest } from '../contest';
import { describeCommit, loadAverage } from '../machine';
import { nameOf } from '../modes';
import type { Row } from '../results';
import { medianOf, ratioOf } from '../statistics';
import type { ModeFigure } from './choose';
import { commandOf, type Entry, type OurEntry, type PeerEntry } from './commands';
import type { Peak } from './peak';
import { keyOf, type Task } from './task';

export type CompareOptions = {
  ours: OurEntry;
  /** The fastest of them counts. */
  theirs: readonly PeerEntry[];
  rounds: number;
  /** Steps of a turn. */
  steps?: number;
  figures?: ModeFigure[];
  flops?: number | null;
  peak?: Peak;
};

export type Comparison = { row: Row; versions: Record<string, string>; ours: Finished<Entry>; theirs: Finished<Entry> };

/** Above it a row is marked as noisy. */
const CALM_SHARE_MAX = 0.1;

/**
 * Runs both sides in turns and makes the row of it.
 *
 * @throws Error when a side does not run, or when the two models differ in a parameter
 */
export async function compare(task: Task, options: CompareOptions, context: BenchmarkContext): Promise<Comparison> {
  const { say, python } = context;
  const { rounds, steps = 1, peak, figures = [] } = options;
  const load = loadAverage();
  const entries: Entry[] = [options.ours, ...options.theirs];
  const outcome = await runContest(entries, { command: (entry) => commandOf(entry, task, python), rounds, steps, say });
  const { othersShare } = outcome;
  if (othersShare > CALM_SHARE_MAX) {
    const percent = Math.round(100 * othersShare);
    say(
      `  others used ${percent} % of the machine. PyTorch suffers most from that, since its threads wait for each other`,
    );
    say('  at the end of every operation: measure again when the machine is calm');
  }
  const only = (side: Entry['side']) =>
    fastestOf({
      finished: outcome.finished.filter(({ entry }) => entry.side === side),
      failed: outcome.failed.filter(({ entry }) => entry.side === side),
    }).first;
  const [ours, theirs] = [only('ours'), only('theirs')];
  checkSameModel(ours, theirs);
  say(`  both have ${ours.ready.parameters} parameters in ${ours.ready.shapes.length} tensors of the same shapes`);

  const seconds = ({ turns }: Finished<Entry>) => turns.map((turn) => turn.seconds / steps);
  const { median: ratio, low, high, coverage } = ratioOf(seconds(ours), seconds(theirs));
  const flops = options.flops ?? theirs.ready.flops ?? outcome.finished.find(({ ready }) => ready.flops)?.ready.flops;
  const [oursFigures, theirsFigures] = [ours, theirs].map((side) => figuresOf(side, { task, steps, flops, peak }));
  const row: Row = {
    key: keyOf(task),
    work: task.work,
    peer: 'PyTorch',
    peerVersion: theirs.ready.versions.torch ?? '',
    ratio,
    low,
    high,
    coverage,
    ours: oursFigures?.imagesPerSecond ?? Number.NaN,
    theirs: theirsFigures?.imagesPerSecond ?? Number.NaN,
    unit: 'images/s',
    oursPeakMb: oursFigures?.peakMb ?? Number.NaN,
    theirsPeakMb: theirsFigures?.peakMb ?? Number.NaN,
    rounds,
    batch: task.batch,
    threads: task.threads,
    precision: task.precision,
    parameters: ours.ready.parameters,
    gigaflops: flops ? flops / 1e9 : null,
    peakGigaflopsPerSecond: peak ?? null,
    oursSide: oursFigures,
    theirsSide: theirsFigures,
    modes: figures,
    date: new Date().toISOString(),
    commit: describeCommit(),
    loadAverage: load,
    othersShare,
    isCalm: othersShare <= CALM_SHARE_MAX,
    isQuick: context.isQuick,
  };
  return { row, versions: { ...theirs.ready.versions, ...ours.ready.versions }, ours, theirs };
}

type FigureOptions = { task: Task; steps: number; flops: number | null | undefined; peak: Peak | undefined };

/** What is told of one side. */
function figuresOf({ entry, ready, turns, medianSeconds }: Finished<Entry>, options: FigureOptions) {
  const { task, steps, flops, peak } = options;
  const stepPeakMb = Math.max(...turns.map((turn) => turn.peakMb));
  const peakMb = Math.max(ready.startPeakMb, stepPeakMb);
  return {
    mode: nameOf(entry.mode),
    imagesPerSecond: task.batch / medianSeconds,
    secondsPerStep: medianSeconds,
    cpuSecondsPerStep: medianOf(turns.map((turn) => turn.cpuSeconds / steps)),
    peakMb,
    /** Without what the imports took. */
    aboveImportMb: peakMb - ready.baseMb,
    /** Of the steps alone, without compilation and first steps. */
    stepPeakMb,
    residentMb: turns.at(-1)?.residentMb ?? Number.NaN,
    shareOfPeak: flops && peak ? flops / medianSeconds / 1e9 / peak.best : null,
    prepare: ready.prepare,
    notes: ready.notes,
    seconds: turns.map((turn) => turn.seconds / steps),
  };
}

function checkSameModel(ours: Finished<Entry>, theirs: Finished<Entry>): void {
  const left = [...ours.ready.shapes];
  const missing = theirs.ready.shapes.filter((shape) => {
    const at = left.indexOf(shape);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  if (missing.length === 0 && left.length === 0 && ours.ready.parameters === theirs.ready.parameters) return;
  throw new Error(
    `the models differ: ours has ${ours.ready.parameters} parameters, theirs ${theirs.ready.parameters}; ` +
      `only ours has [${left}], only theirs [${missing}]`,
  );
}
