import type { ArtifactKind, CollapseAlarm, Protocol, RunEvent } from '@assay/contracts';

export type Report = (event: RunEvent) => void;

/** Words for the events of a run, so that no task builds one by hand. */
export interface Reporter {
  /** Values of one moment; a value that is not a number is left out, with a warning. */
  metrics(step: number, pictures: number, values: Readonly<Record<string, number>>, protocol?: Protocol): void;
  log(step: number, message: string, level?: 'info' | 'warning' | 'error'): void;
  progress(done: number, total: number, unit: 'step' | 'epoch' | 'picture', etaSeconds: number | null): void;
  /** @param artifact.keep so many of this kind and name stay, the newest; all when not given */
  artifact(artifact: {
    kind: ArtifactKind;
    name: string;
    digest: string;
    bytes: number;
    step: number;
    keep?: number;
  }): void;
  alarm(alarm: Omit<CollapseAlarm, 'kind'>): void;
}

export function createReporter(send: Report): Reporter {
  const log: Reporter['log'] = (step, message, level = 'info') =>
    send({ kind: 'log', level, message, step, time: new Date().toISOString() });
  return {
    metrics(step, pictures, values, protocol) {
      const time = new Date().toISOString();
      const entries = Object.entries(values);
      const points = entries.filter(([, value]) => Number.isFinite(value));
      if (points.length > 0) {
        send({
          kind: 'metric',
          points: points.map(([key, value]) => ({ key, step, value, pictures, time })),
          ...(protocol ? { protocol } : {}),
        });
      }
      for (const [key, value] of entries) {
        if (!Number.isFinite(value)) log(step, `${key} is ${value} at step ${step} and is left out`, 'warning');
      }
    },
    log,
    progress: (done, total, unit, etaSeconds) => send({ kind: 'progress', done, total, unit, etaSeconds }),
    artifact: ({ kind, ...rest }) => send({ kind: 'artifact', artifact: kind, ...rest }),
    alarm: (alarm) => send({ kind: 'alarm', ...alarm }),
  };
}
