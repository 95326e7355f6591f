import type { OurProgram } from '../modes';
import { OPTIMIZERS, SIZES, type Sizes, type WorkName } from './sizes';

export type Precision = 'float32' | 'bfloat16';

/** What both sides are to do, whatever their mode. */
export type Task<Name extends WorkName = WorkName> = {
  work: Name;
  /** Pictures of a step. */
  batch: number;
  threads: number;
  precision: Precision;
  sizes: Sizes[Name];
};

/** A product of square matrices, whose speed is the machine's peak. */
export type PeakTask = { work: 'matmul'; side: number; threads: number };

/** What our worker is started with. */
export type OurOrder = (Task & { program: OurProgram }) | PeakTask;

export function createTask<Name extends WorkName>(
  work: Name,
  {
    batch,
    threads,
    precision = 'float32',
    sizes = SIZES[work],
  }: Partial<Task<Name>> & { batch: number; threads: number },
): Task<Name> {
  return { work, batch, threads, precision, sizes };
}

export function keyOf({ work, batch, threads, precision }: Task): string {
  return `${work}/batch${batch}/threads${threads}/${precision}`;
}

/** The same for the peer: one flat object. */
export function peerOrder(
  { sizes, ...task }: Task,
  options: { mode: { isCompiled: boolean; isChannelsLast: boolean }; hasCount: boolean },
): Record<string, unknown> {
  const { learningRate, weightDecay } = OPTIMIZERS[task.work];
  return { ...task, ...sizes, learningRate, weightDecay, ...options };
}
