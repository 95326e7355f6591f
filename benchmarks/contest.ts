import { availableParallelism } from 'node:os';
import { type Ready, runRounds, startTrainer, type Trainer, type TrainerCommand, type Turn } from './lockstep';
import { busySeconds } from './machine';
import { medianOf } from './statistics';

/** A trainer after its rounds. */
export type Finished<Entry> = { entry: Entry; ready: Ready; turns: Turn[]; medianSeconds: number };
/** One that could not take part, and why. */
export type Failed<Entry> = { entry: Entry; error: string };

export type Outcome<Entry> = {
  finished: Finished<Entry>[];
  failed: Failed<Entry>[];
  /** Share of the machine's processor time that went to others while the rounds ran. */
  othersShare: number;
};

export type ContestOptions<Entry> = {
  command(entry: Entry): TrainerCommand;
  rounds: number;
  /** Steps of a turn. */
  steps?: number;
  say(line: string): void;
};

/**
 * Lets trainers run in turns. One that does not start, PyTorch's compiler without a C++ compiler for instance, is left
 * out and named; one that dies in its turn ends the contest.
 */
export async function runContest<Entry>(
  entries: readonly Entry[],
  { command, rounds, steps = 1, say }: ContestOptions<Entry>,
): Promise<Outcome<Entry>> {
  const started = new Map<Trainer, Entry>();
  const failed: Failed<Entry>[] = [];
  try {
    // One after the other: compiling side by side would only slow both down.
    for (const entry of entries) {
      const order = command(entry);
      say(`starting ${order.name}`);
      try {
        started.set(await startTrainer(order), entry);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        say(`left out: ${why}`);
        failed.push({ entry, error: why });
      }
    }
    const before = { busy: busySeconds(), at: performance.now() };
    const turns = await runRounds([...started.keys()], {
      rounds,
      steps,
      onRound: (round) => {
        if (round % 4 === 0 || round === rounds) say(`round ${round} of ${rounds}`);
      },
    });
    const finished = [...turns].flatMap(([trainer, taken]) => {
      const entry = started.get(trainer);
      if (entry === undefined) return [];
      const medianSeconds = medianOf(taken.map(({ seconds }) => seconds / steps));
      return [{ entry, ready: trainer.ready, turns: taken, medianSeconds }];
    });
    const available = ((performance.now() - before.at) / 1000) * availableParallelism();
    const own = finished.flatMap(({ turns }) => turns).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
    const othersShare = Math.max(0, busySeconds() - before.busy - own) / available;
    return { finished, failed, othersShare };
  } finally {
    await Promise.all([...started.keys()].map((trainer) => trainer.end()));
  }
}

/** @throws Error when nobody finished, with the reasons */
export function fastestOf<Entry>({ finished, failed }: Pick<Outcome<Entry>, 'finished' | 'failed'>) {
  const [first, ...others] = [...finished].sort((a, b) => a.medianSeconds - b.medianSeconds);
  if (!first) throw new Error(`no trainer started: ${failed.map(({ error }) => error).join('; ')}`);
  return { first, others };
}

/** The most that a trainer held, in MB. */
export function peakMbOf<Entry>({ ready, turns }: Pick<Finished<Entry>, 'ready' | 'turns'>): number {
  return Math.max(ready.startPeakMb, ...turns.map(({ peakMb }) => peakMb));
}

/** Of those within a share of the fastest, which a few rounds cannot tell apart, the one that held least. */
export function leanestOf<Entry>(outcome: Pick<Outcome<Entry>, 'finished' | 'failed'>, share: number): Finished<Entry> {
  const { first, others } = fastestOf(outcome);
  const close = others.filter(({ medianSeconds }) => medianSeconds <= share * first.medianSeconds);
  return close.reduce((best, one) => (peakMbOf(one) < peakMbOf(best) ? one : best), first);
}
