import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selectRows } from '../arguments';
import { type Benchmark, type BenchmarkContext, measureEach, type Selection } from '../benchmark';
import { describeCommit, loadAverage } from '../machine';
import type { Row, StoredRow } from '../results';
import { medianOf, ratioOf } from '../statistics';
import { checkSameFigures } from './checkSameFigures';
import { OURS, runRounds, type Side } from './rounds';
import { WORKS } from './works';

const ROUNDS = 8;
const ROUNDS_QUICK = 3;
/** Above it a row is marked as noisy. */
const CALM_SHARE_MAX = 0.1;

/** One comparison: a work, or a part of it, with a peer. */
type Plan = { key: string; work: string; peer: string; part: string };

/** Figures of predictions against the packages that are usually asked for them: seconds, memory, and the same figures. */
export const metrics: Benchmark = {
  requirements: 'requirements-metrics.txt',
  select: (selection) => wantedPlans(selection).map(({ key }) => key),
  run(context) {
    const plans = wantedPlans(context);
    // All rows of a work come from the same rounds.
    const works = [...new Set(plans.map(({ work }) => work))];
    const measure = (work: string) =>
      measureWork(
        work,
        plans.filter((plan) => plan.work === work),
        context,
      );
    return measureEach(works, (work) => work, { say: context.say, measure });
  },
};

function wantedPlans(selection: Selection): readonly Plan[] {
  const all = Object.entries(WORKS).flatMap(([work, { peers, parts }]) =>
    peers.flatMap((peer) => Object.keys(parts).map((part) => ({ key: `${work}/${part}/${peer}`, work, peer, part }))),
  );
  return selectRows({ all, keyOf: ({ key }) => key }, selection);
}

async function measureWork(name: string, plans: readonly Plan[], context: BenchmarkContext): Promise<void> {
  const work = WORKS[name];
  if (!work) throw new Error(`there is no work ${name}`);
  const { say, python, isQuick, rounds = isQuick ? ROUNDS_QUICK : ROUNDS } = context;
  const load = loadAverage();
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  try {
    const input = await work.prepare(folder, isQuick);
    const peers = [...new Set(plans.map(({ peer }) => peer))];
    const { sides, othersShare } = await runRounds({ work: name, input, peers, python, rounds, say });
    const ours = sides.get(OURS);
    if (!ours) throw new Error('our side has no runs');
    for (const plan of plans) {
      const theirs = sides.get(plan.peer);
      if (!theirs) throw new Error(`${plan.peer} has no runs`);
      checkSameFigures(ours, theirs, work.differenceMax);
      const stored = {
        ...{ key: plan.key, date: new Date().toISOString(), commit: describeCommit(), loadAverage: load, isQuick },
        ...{ othersShare, isCalm: othersShare <= CALM_SHARE_MAX },
      };
      const row = rowOf(plan, stored, { ours, theirs, timed: work.parts[plan.part] ?? [] });
      context.onRow(row, { ...theirs.ready.versions, ...ours.ready.versions });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Sides = { ours: Side; theirs: Side; timed: readonly string[] };

function rowOf({ work, peer, part }: Plan, stored: StoredRow, { ours, theirs, timed }: Sides): Row {
  const secondsOf = ({ runs }: Side) =>
    runs.map(({ seconds }) => timed.reduce((sum, name) => sum + (seconds[name] ?? Number.NaN), 0));
  const { median: ratio, low, high, coverage } = ratioOf(secondsOf(ours), secondsOf(theirs));
  const [oursSide, theirsSide] = [ours, theirs].map((side) => ({
    seconds: secondsOf(side),
    cpuSeconds: medianOf(side.runs.map(({ cpuSeconds }) => cpuSeconds)),
    peakMb: medianOf(side.runs.map(({ peakMb }) => peakMb)),
    baseMb: side.ready.baseMb,
  }));
  return {
    ...stored,
    ...{ work, part, peer, peerVersion: theirs.ready.versions[peer] ?? '' },
    ...{ ratio, low, high, coverage, unit: 's', rounds: ours.runs.length },
    ours: medianOf(secondsOf(ours)),
    theirs: medianOf(secondsOf(theirs)),
    oursPeakMb: oursSide?.peakMb ?? Number.NaN,
    theirsPeakMb: theirsSide?.peakMb ?? Number.NaN,
    ...{ oursSide, theirsSide },
  };
}
