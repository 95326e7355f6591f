import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cacheFolder } from '../../tools/setup/facts.mjs';
import { selectRows } from '../arguments';
import { type Benchmark, type BenchmarkContext, measureEach, type Selection } from '../benchmark';
import { startTrainer, type Trainer } from '../lockstep';
import { busySeconds, describeCommit, loadAverage } from '../machine';
import { environmentOf } from '../modes';
import { PEERS_FOLDER } from '../peersEnvironment';
import type { Row } from '../results';
import { medianOf, ratioOf } from '../statistics';
import { checkSameAnswers } from './checkSameAnswers';
import type { Order, Ready, Turn } from './messages';
import { type Input, PICTURES, writeInput } from './pictures';
import { WORKS } from './works';

const ROUNDS = 15;
const ROUNDS_QUICK = 5;
/** Of a work within a turn; the fastest counts. */
const REPEATS = 10;
/** Above it a row is marked as noisy. */
const CALM_SHARE_MAX = 0.1;

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

type Plan = { key: string; work: string; picture: string };

/** Traditional operations against scikit-image and OpenCV, on one thread, on real surfaces. */
export const classical: Benchmark = {
  requirements: 'requirements-classical.txt',
  select: (selection) => wantedPlans(selection).map(({ key }) => key),
  run: (context) =>
    measureEach(wantedPlans(context), ({ key }) => key, {
      say: context.say,
      measure: (plan) => measurePlan(plan, context),
    }),
};

function wantedPlans(selection: Selection): readonly Plan[] {
  const all = Object.keys(WORKS).flatMap((work) =>
    Object.keys(PICTURES).map((picture) => ({ key: `${work}/${picture}`, work, picture })),
  );
  return selectRows({ all, keyOf: ({ key }) => key, quick: ['board'] }, selection);
}

async function measurePlan(plan: Plan, context: BenchmarkContext): Promise<void> {
  const work = WORKS[plan.work];
  if (!work) throw new Error(`there is no work ${plan.work}`);
  const load = loadAverage();
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  const sides: Trainer<Ready, Turn>[] = [];
  try {
    const input = await writeInput(plan.picture, folder);
    for (const side of ['assay', work.peer]) sides.push(await startSide(plan, { side, input, python: context.python }));
    const [ours, theirs] = sides;
    if (!ours || !theirs) throw new Error('a side did not start');
    const { turns, othersShare } = await takeTurns(
      { ours, theirs },
      context.rounds ?? (context.isQuick ? ROUNDS_QUICK : ROUNDS),
    );
    checkSameAnswers(turns.ours[0]?.answer ?? [], turns.theirs[0]?.answer ?? [], work.tolerance);
    const secondsOf = (taken: readonly Turn[]) => taken.map(({ seconds }) => seconds);
    const { median: ratio, low, high, coverage } = ratioOf(secondsOf(turns.ours), secondsOf(turns.theirs));
    const row: Row = {
      ...{ key: plan.key, date: new Date().toISOString(), commit: describeCommit(), loadAverage: load },
      ...{ isQuick: context.isQuick, othersShare, isCalm: othersShare <= CALM_SHARE_MAX },
      ...{
        work: plan.work,
        picture: plan.picture,
        peer: work.peer,
        peerVersion: theirs.ready.versions[work.peer] ?? '',
      },
      ...{ ratio, low, high, coverage, unit: 's', rounds: turns.ours.length },
      ours: medianOf(secondsOf(turns.ours)),
      theirs: medianOf(secondsOf(turns.theirs)),
      oursPeakMb: Math.max(...turns.ours.map(({ peakMb }) => peakMb)),
      theirsPeakMb: Math.max(...turns.theirs.map(({ peakMb }) => peakMb)),
    };
    context.onRow(row, { ...theirs.ready.versions, ...ours.ready.versions });
  } finally {
    await Promise.all(sides.map((side) => side.end()));
    rmSync(folder, { recursive: true, force: true });
  }
}

function startSide(
  { work }: Plan,
  { side, input, python }: { side: string; input: Input; python: string },
): Promise<Trainer<Ready, Turn>> {
  // One thread for either; what OpenBLAS finds out of the processor is its own.
  const env = environmentOf('default', 1, cacheFolder());
  const order = JSON.stringify({ work, side, ...input, repeats: REPEATS } satisfies Order);
  const [file, args] =
    side === 'assay'
      ? [process.execPath, ['--import', TSX, WORKER, order]]
      : [python, [join(PEERS_FOLDER, 'classical.py'), order]];
  return startTrainer<Ready, Turn>({ name: side, file, args, env });
}

/** A turn each, in an order that turns round from one round to the next. */
async function takeTurns({ ours, theirs }: Record<'ours' | 'theirs', Trainer<Ready, Turn>>, rounds: number) {
  const turns: Record<'ours' | 'theirs', Turn[]> = { ours: [], theirs: [] };
  const before = { busy: busySeconds(), at: performance.now() };
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 === 0 ? (['ours', 'theirs'] as const) : (['theirs', 'ours'] as const)) {
      turns[side].push(await (side === 'ours' ? ours : theirs).turn(1));
    }
  }
  const available = ((performance.now() - before.at) / 1000) * availableParallelism();
  const own = [...turns.ours, ...turns.theirs].reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
  return { turns, othersShare: Math.max(0, busySeconds() - before.busy - own) / available };
}
