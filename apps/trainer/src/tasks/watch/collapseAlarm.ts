import type { PretrainConfig } from '@assay/contracts';
import { type Collapse, findCollapse, type SignalPoint, type SignalScale } from '@assay/metrics';
import type { TrainEvent } from '@assay/ssl-core';
import type { Reporter } from '../reporter';
import { describeCollapse } from './describeCollapse';
import { entropyOf } from './signalScale';

type Means = { steps: number; loss: number; entropy: number; entropies: number };

export interface CollapseWatch {
  onStep(event: Extract<TrainEvent, { kind: 'step' }>): void;
  /** Takes what was seen at a look and tells what has changed since the last one. */
  onLook(step: number, epoch: number, signals: { std: number; rankme?: number }): void;
  /** All that the next looks follow from, for a checkpoint. */
  save(): string;
  restore(saved: string): void;
}

/**
 * Holds the signals of a run and reports when they say that it collapses, and when they no longer do. Loss and entropy are
 * means over the steps between two looks; while the learning rate warms up they are left out, since a network that has
 * not begun to learn answers alike to everything too.
 */
export function createCollapseWatch(
  { schedule }: Pick<PretrainConfig, 'schedule'>,
  scale: SignalScale,
  report: Reporter,
): CollapseWatch {
  let history: SignalPoint[] = [];
  let means: Means = none();

  const tell = (step: number, state: 'raised' | 'cleared', found: Collapse) => {
    report.alarm({ state, ...found, step });
    if (state === 'raised') report.log(step, describeCollapse(found), 'warning');
    else report.log(step, `no longer looks like a collapse: ${found.signal}`);
  };

  return {
    onStep({ loss, extra }) {
      const entropy = entropyOf(extra);
      means.steps += 1;
      means.loss += loss;
      if (entropy === undefined) return;
      means.entropy += entropy;
      means.entropies += 1;
    },
    onLook(step, epoch, { std, rankme }) {
      const { steps, loss, entropy, entropies } = means;
      means = none();
      const isWarm = epoch > schedule.warmupEpochs;
      const before = findCollapse(history, scale);
      history.push({
        step,
        std,
        ...(rankme === undefined ? {} : { rankme }),
        ...(isWarm && steps > 0 ? { loss: loss / steps } : {}),
        ...(isWarm && entropies > 0 ? { entropy: entropy / entropies } : {}),
      });
      const after = findCollapse(history, scale);
      for (const found of after) if (!hasSignal(before, found)) tell(step, 'raised', found);
      for (const found of before) if (!hasSignal(after, found)) tell(step, 'cleared', found);
    },
    save: () => JSON.stringify({ history, means }),
    restore(saved) {
      // as: what `save` wrote
      const state = JSON.parse(saved) as { history: SignalPoint[]; means: Means };
      history = state.history;
      means = state.means;
    },
  };
}

function none(): Means {
  return { steps: 0, loss: 0, entropy: 0, entropies: 0 };
}

function hasSignal(found: readonly Collapse[], { signal }: Collapse): boolean {
  return found.some((one) => one.signal === signal);
}
