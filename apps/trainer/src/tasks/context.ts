import type { RunConfig } from '@assay/contracts';
import type { Engine } from '@assay/engine';
import type { ArtifactStore } from '@assay/store';
import type { StartFeeds } from '../feeds/feedPlan';
import type { RunAssignment } from '../worker/protocol';
import type { Reporter } from './reporter';

/** Why a task is asked to stop; the abort signal's reason. */
export type StopReason = 'cancel' | 'release';

/** Everything a task may touch. */
export type TaskContext<Config extends RunConfig = RunConfig> = {
  assignment: Omit<RunAssignment, 'config'>;
  config: Config;
  artifacts: ArtifactStore;
  engine: Engine;
  report: Reporter;
  /** Aborted with a StopReason; a task stops between two steps. */
  signal: AbortSignal;
  /** Milliseconds, for durations alone: nothing that is stored under a digest depends on it. */
  now: () => number;
  /** Prepares what the steps are fed. */
  startFeeds: StartFeeds;
  /** Called once, before the first event: the number of steps that are done already. */
  started: (step: number) => Promise<void>;
  /** Called when the pictures are packed, which is no part of what a run costs. */
  picturesReady?: () => void;
  /** Milliseconds that the stored model takes for a picture on one thread; not measured when not given. */
  timePrediction?: (config: RunConfig, model: { artifactsUrl: string; bundle: string }) => Promise<number>;
};

/** Executes one attempt: load, run, record. Throws StoppedError when it was asked to stop. */
export type RunTask<Config extends RunConfig> = (context: TaskContext<Config>) => Promise<void>;

/** Thrown by a task that stopped because it was asked to. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(reason === 'cancel' ? 'cancelled' : 'given back at its last checkpoint');
    this.reason = reason;
  }
}

/** What the signal asks for; `cancel` when it was aborted without a word of ours. */
export function stopReason(signal: AbortSignal): StopReason {
  return signal.reason === 'release' ? 'release' : 'cancel';
}

export function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new StoppedError(stopReason(signal));
}
