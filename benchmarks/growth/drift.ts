import type { Turn } from '../lockstep';
import { medianOf } from '../statistics';

/** How one side changed between its first and its last turns. */
export type Drift = {
  firstSecondsPerStep: number;
  lastSecondsPerStep: number;
  /** Last over first: above 1 it became slower. */
  slowdown: number;
  firstResidentMb: number;
  lastResidentMb: number;
  grownMb: number;
  /** MB that the process held after each turn. */
  residentMb: number[];
};

/** Share of the turns at either end that is compared. */
const END = 0.1;

/** Medians at both ends, so that one slow turn is no drift. @throws Error below two turns */
export function driftOf(turns: readonly Turn[], stepsPerTurn: number): Drift {
  if (turns.length < 2) throw new Error('drift needs two turns');
  const count = Math.max(1, Math.round(END * turns.length));
  const first = turns.slice(0, count);
  const last = turns.slice(-count);
  const seconds = (some: readonly Turn[]) => medianOf(some.map((turn) => turn.seconds / stepsPerTurn));
  const resident = (some: readonly Turn[]) => medianOf(some.map((turn) => turn.residentMb));
  return {
    firstSecondsPerStep: seconds(first),
    lastSecondsPerStep: seconds(last),
    slowdown: seconds(last) / seconds(first),
    firstResidentMb: resident(first),
    lastResidentMb: resident(last),
    grownMb: resident(last) - resident(first),
    residentMb: turns.map((turn) => Math.round(turn.residentMb)),
  };
}
