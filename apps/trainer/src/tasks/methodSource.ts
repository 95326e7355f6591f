import { InputError, methodBasis, type PretrainConfig } from '@assay/contracts';
import { createRng, type MethodSource, untrainedSource } from '@assay/ssl-core';
import type { TaskContext } from './context';
import { decodeTensors } from './tensorFile';

/** The run that a pretraining's method builds on, with the weights that it kept. */
export async function loadMethodSource({
  assignment,
  artifacts,
  report,
}: Pick<TaskContext, 'assignment' | 'artifacts' | 'report'>): Promise<MethodSource | undefined> {
  if (!assignment.source) return undefined;
  const { config, weights } = assignment.source;
  if (!('backbone' in config)) throw new Error(`a ${config.task} run has no network to build on`);
  report.log(0, `builds on the weights ${weights.slice(0, 12)}`);
  return { config, weights: decodeTensors(await artifacts.read(weights)).group('model') };
}

/**
 * The same as if that run had ended before its first step: for time and memory the weights do not matter.
 *
 * @throws InputError when the config names it by id alone
 */
export function untrainedBasis({ method }: PretrainConfig): MethodSource | undefined {
  const basis = methodBasis(method);
  if (!basis) return undefined;
  if (basis.kind === 'config') return untrainedSource(basis.config, createRng(0, 'basis'));
  throw new InputError({
    where: basis.where,
    found: `run ${basis.id}, whose network is not known here`,
    fix: 'name the pretraining by its config (kind "config")',
  });
}
