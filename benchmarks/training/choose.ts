import type { BenchmarkContext } from '../benchmark';
import { type Finished, fastestOf, leanestOf, peakMbOf, runContest } from '../contest';
import { ALLOCATOR_NAMES, nameOf, PEER_PROGRAMS, type PeerProgram } from '../modes';
import { medianOf } from '../statistics';
import { commandOf, type Entry, type OurEntry, type PeerEntry } from './commands';
import { IS_CONVOLUTIONAL } from './sizes';
import type { Task } from './task';

/** What was seen of one mode; the fastest go on to the row's own rounds. */
export type ModeFigure = {
  side: 'ours' | 'theirs';
  mode: string;
  /** Median of a step; null when it did not start. */
  seconds: number | null;
  cpuSeconds: number | null;
  peakMb: number | null;
  startSeconds: number | null;
  error?: string;
};

export type Choice = {
  ours: OurEntry;
  /** The peer's fastest modes, those that a few rounds cannot tell apart. */
  theirs: PeerEntry[];
  figures: ModeFigure[];
  /** Floating-point operations of a step, by PyTorch's counter. */
  flops: number | null;
};

const ROUNDS = 5;
/** Within this share of the fastest, a few rounds say nothing. */
const CLOSE = 1.05;
/** Of our allocators within this share of the fastest, the one that holds least memory goes on. */
const CLOSE_OURS = 1.03;

/**
 * Tries the modes of both sides in a few interleaved rounds: first the peer's programs, then the allocators of its
 * fastest program and of ours.
 */
export async function chooseModes(task: Task, { python, say }: BenchmarkContext): Promise<Choice> {
  const figures: ModeFigure[] = [];
  const contest = async <E extends Entry>(entries: E[]) => {
    const outcome = await runContest(entries, {
      command: (entry) => commandOf(entry, task, python),
      rounds: ROUNDS,
      say,
    });
    figures.push(...outcome.finished.map(figureOf), ...outcome.failed.map(failureOf));
    return outcome;
  };

  const programs = peerPrograms(task).map(
    (program): PeerEntry => ({
      side: 'theirs',
      mode: { program, allocator: 'default' },
      hasCount: program === 'eager',
    }),
  );
  const tried = await contest(programs);
  const { first, others } = fastestOf(tried);
  const flops = tried.finished.find(({ entry }) => entry.hasCount)?.ready.flops ?? null;

  const withAllocators = <E extends Entry>(entry: E): E[] =>
    ALLOCATOR_NAMES.map((allocator) => ({ ...entry, hasCount: false, mode: { ...entry.mode, allocator } }));
  const theirs = fastestOf(await contest(withAllocators(first.entry))).first;
  const ours = leanestOf(await contest(withAllocators(OURS)), CLOSE_OURS);
  const close = others.filter(({ medianSeconds }) => medianSeconds <= CLOSE * first.medianSeconds).slice(0, 1);
  const { allocator } = theirs.entry.mode;
  return {
    ours: ours.entry,
    theirs: [
      theirs.entry,
      ...close.map(({ entry }): PeerEntry => ({ side: 'theirs', mode: { ...entry.mode, allocator } })),
    ],
    figures,
    flops,
  };
}

/** Without trying: the peer's usual choice among what starts within seconds. */
export function quickModes(task: Task): Pick<Choice, 'ours' | 'theirs'> {
  const program = IS_CONVOLUTIONAL[task.work] ? 'channels_last' : 'eager';
  return { ours: OURS, theirs: [{ side: 'theirs', mode: { program, allocator: 'default' }, hasCount: true }] };
}

const OURS: OurEntry = { side: 'ours', mode: { program: 'compiled', allocator: 'default' } };

function peerPrograms({ work }: Task): PeerProgram[] {
  const all = Object.keys(PEER_PROGRAMS) as PeerProgram[]; // its own keys
  return all.filter((program) => IS_CONVOLUTIONAL[work] || !PEER_PROGRAMS[program].isChannelsLast);
}

function figureOf(finished: Finished<Entry>): ModeFigure {
  const { entry, ready, turns, medianSeconds } = finished;
  return {
    side: entry.side,
    mode: nameOf(entry.mode),
    seconds: medianSeconds,
    cpuSeconds: medianOf(turns.map(({ cpuSeconds }) => cpuSeconds)),
    peakMb: peakMbOf(finished),
    startSeconds: (ready.prepare.firstRunMs ?? Number.NaN) / 1000,
  };
}

function failureOf({ entry, error }: { entry: Entry; error: string }): ModeFigure {
  const nothing = { seconds: null, cpuSeconds: null, peakMb: null, startSeconds: null };
  return { side: entry.side, mode: nameOf(entry.mode), ...nothing, error };
}
