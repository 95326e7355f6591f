import type { TaskContext } from './context';

/** What a run costs, beside what it comes to: `cost/trainSeconds`, `cost/msPerPicture`, `cost/modelBytes`. */
export interface CostMeter {
  /** The task's context, in which the meter listens. */
  readonly context: TaskContext;
  /** Reports what was found; nothing of a run that stored no weights. */
  record(): Promise<void>;
}

/**
 * Seconds from the packed pictures to the stored weights, bytes of the stored model with its description, and milliseconds
 * that it takes for a picture on one thread. An attempt that went on from a checkpoint has not trained all of it, so its
 * seconds are left out.
 */
export function createCostMeter(given: TaskContext): CostMeter {
  const { report, now, signal } = given;
  let begun = now();
  let isResumed = false;
  let ended: { at: number; step: number } | undefined;
  let model: { digest: string; bytes: number } | undefined;
  let weightBytes = 0;
  return {
    context: {
      ...given,
      started: async (step) => {
        await given.started(step);
        isResumed = step > 0;
      },
      picturesReady: () => {
        begun = now();
      },
      report: {
        ...report,
        artifact(artifact) {
          if (artifact.kind === 'weights') {
            ended = { at: now(), step: artifact.step };
            weightBytes = artifact.bytes;
          }
          if (artifact.kind === 'model') model = { digest: artifact.digest, bytes: artifact.bytes };
          report.artifact(artifact);
        },
      },
    },
    async record() {
      if (!ended) return;
      const { at, step } = ended;
      const found: Record<string, number> = {};
      if (isResumed) report.log(step, 'cost/trainSeconds is left out: the run went on from a checkpoint');
      else found['cost/trainSeconds'] = (at - begun) / 1000;
      if (model) {
        found['cost/modelBytes'] = weightBytes + model.bytes;
        const milliseconds = signal.aborted ? undefined : await timeOf(given, model.digest, step);
        if (milliseconds !== undefined) found['cost/msPerPicture'] = milliseconds;
      }
      report.metrics(step, 0, found);
    },
  };
}

/** A cost that cannot be measured is no reason to lose a run. */
async function timeOf({ config, assignment, timePrediction, report }: TaskContext, bundle: string, step: number) {
  if (!timePrediction) return undefined;
  try {
    return await timePrediction(config, { artifactsUrl: assignment.artifactsUrl, bundle });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report.log(step, `cost/msPerPicture could not be measured: ${reason}`, 'warning');
    return undefined;
  }
}
