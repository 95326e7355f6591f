import { InputError } from '@assay/contracts';
import { type Program, ProgramError, type tf } from '@assay/engine';
import { createEvaluationProgram, type Evaluation } from '@assay/ssl-core';
import type { TaskContext } from './context';
import { engineOptions } from './engineOptions';

/** Share of the memory that is left which a run may plan with: estimates are a tenth off, and others grow beside it. */
const PLANNED_SHARE = 0.9;

/**
 * Bytes by which this process may still grow: under its worker's limit, and in what the machine has left. Undefined
 * without a limit, and on a GPU, whose own memory holds the step.
 */
export function memoryLeft({ assignment, engine }: Pick<TaskContext, 'assignment' | 'engine'>): number | undefined {
  const { memoryBytesMax } = assignment;
  if (memoryBytesMax === null || engine.device === 'gpu') return undefined;
  // Elsewhere than on Linux the number leaves out what the system would give back at once.
  const available = process.platform === 'linux' ? process.availableMemory() : Number.POSITIVE_INFINITY;
  return Math.max(0, PLANNED_SHARE * Math.min(memoryBytesMax - process.memoryUsage.rss(), available));
}

export function isMemoryError(error: unknown): boolean {
  return error instanceof ProgramError && error.kind === 'memory';
}

/**
 * A program of one evaluation, with as many pictures at once as the memory allows.
 *
 * @throws InputError when not even one picture fits
 */
export function openEvaluation(
  context: TaskContext,
  name: string,
  evaluation: Evaluation,
  variables: readonly tf.Variable[],
): Program {
  const memoryBytesMax = memoryLeft(context);
  for (let batchSize = evaluation.batchSize; ; batchSize = Math.ceil(batchSize / 2)) {
    try {
      return createEvaluationProgram(
        { [name]: { ...evaluation, batchSize } },
        { ...engineOptions(context.config), variables, ...(memoryBytesMax === undefined ? {} : { memoryBytesMax }) },
      );
    } catch (error) {
      if (!isMemoryError(error)) throw error;
      if (batchSize > 1) continue;
      throw new InputError({
        where: 'input.size',
        found: error instanceof Error ? error.message : String(error),
        fix: 'a smaller input.size or backbone, or a worker with more memory',
      });
    }
  }
}

export function inMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MB`;
}
