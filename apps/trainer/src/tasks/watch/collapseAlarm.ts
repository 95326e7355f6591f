import type { PretrainConfig } from '@assay/contracts';
import { type Collapse, findCollapse, type SignalPoint, type SignalScale } from '@assay/metrics';
import type { TrainEvent } from '@assay/ssl-core';
import type { Reporter } from '../reporter';
import { describeCollapse } from './describeCollapse';
import { reportedSignals } from './signalScale';

const REPORTED = ['loss', 'entropy', 'embedding'] as const;
/** Sums over the steps since the last look; a signal that no step had has none. */
type Sums = { steps: number } & { [Signal in (typeof REPORTED)[number]]?: number };

export interface CollapseWatch {
  onStep(event: Extract<TrainEvent, { kind: 'step' }>): void;
  /** Takes what was seen at a look and tells what has changed since the last one. */
  onLook(step: number, epoch: number, signals: { std: number; rankme?: number }): void;
  /** All that the next looks follow from, for a checkpoint. */
  save(): string;
  restore(saved: string): void;
}

/**
 * Holds the signals of a run and reports when they say that it collapses, and when they no longer do. Loss, embeddings
 * and entropy are means over the steps between two looks; while the learning rate warms up they are left out, since a
 * network that has not begun to learn answers alike to everything too.
 */
export function createCollapseWatch(
  { schedule }: Pick<PretrainConfig, 'schedule'>,
  scale: SignalScale,
  report: Reporter,
): CollapseWatch {
  let history: SignalPoint[] = [];
  let sums: Sums = { steps: 0 };

  const tell = (step: number, state: 'raised' | 'cleared', found: Collapse) => {
    report.alarm({ state, ...found, step });
    if (state === 'raised') report.log(step, describeCollapse(found), 'warning');
    else report.log(step, `no longer looks like a collapse: ${found.signal}`);
  };

  return {
    onStep({ loss, extra }) {
      const reported = { loss, ...reportedSignals(extra) };
      sums.steps += 1;
      for (const signal of REPORTED) {
        const value = reported[signal];
        if (value !== undefined) sums[signal] = (sums[signal] ?? 0) + value;
      }
    },
    onLook(step, epoch, { std, rankme }) {
      const isWarm = epoch > schedule.warmupEpochs;
      const means = isWarm ? meansOf(sums) : {};
      sums = { steps: 0 };
      const before = findCollapse(history, scale);
      history.push({ step, std, ...(rankme === undefined ? {} : { rankme }), ...means });
      const after = findCollapse(history, scale);
      for (const found of after) if (!hasSignal(before, found)) tell(step, 'raised', found);
      for (const found of before) if (!hasSignal(after, found)) tell(step, 'cleared', found);
    },
    save: () => JSON.stringify({ history, sums }),
    restore(saved) {
      // as: what `save` wrote
      const state = JSON.parse(saved) as { history: SignalPoint[]; sums: Sums };
      history = state.history;
      sums = state.sums;
    },
  };
}

function meansOf({ steps, ...sums }: Sums): Omit<SignalPoint, 'step'> {
  return Object.fromEntries(Object.entries(sums).map(([signal, sum]) => [signal, sum / steps]));
}

function hasSignal(found: readonly Collapse[], { signal }: Collapse): boolean {
  return found.some((one) => one.signal === signal);
}
