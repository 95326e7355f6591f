import { InputError, methodBasis, type PretrainConfig } from '@assay/contracts';
import { createRng, type MethodSource, untrainedSource } from '@assay/ssl-core';
import { adaptWeights } from '../weights/adaptWeights';
import { describeNetwork } from '../weights/network';
import { readHeader } from '../weights/weightsHeader';
import type { TaskContext } from './context';
import { decodeTensors, type TensorFile } from './tensorFile';

type LoadContext = Pick<TaskContext, 'assignment' | 'artifacts' | 'report'>;

/**
 * What a pretraining's method builds on: a run with the weights that it kept, or weights that were brought in.
 *
 * @throws InputError when those do not say of which network they are, or lack tensors of it
 */
export async function loadMethodSource(
  { assignment, artifacts, report }: LoadContext,
  config: PretrainConfig,
): Promise<MethodSource | undefined> {
  if (!assignment.source) return undefined;
  const { config: of, weights: digest } = assignment.source;
  if (of && !('backbone' in of)) throw new Error(`a ${of.task} run has no network to build on`);
  report.log(0, `builds on the weights ${digest.slice(0, 12)}`);
  const file = decodeTensors(await artifacts.read(digest));
  if (of) return { config: of, weights: file.group('model') };
  const { source, done } = sourceOfWeights(file, config);
  for (const text of done) report.log(0, text);
  return source;
}

/** A network from elsewhere as it sees this run's pictures: grey ones too, and at the size that the method wants. */
function sourceOfWeights(
  file: TensorFile,
  { method, input: ours }: PretrainConfig,
): { source: MethodSource; done: string[] } {
  const { backbone, input, missing } = readHeader(file.metadata);
  const basis = methodBasis(method);
  const where = basis?.where ?? 'method';
  if (!backbone || !input || missing.length > 0) {
    const found = missing.length > 0 ? `the weights lack ${missing.length} tensors` : 'weights of an unknown network';
    throw new InputError({ where, found, fix: 'bring in whole weights with `assay weights import`' });
  }
  const size = (basis?.kind === 'weights' && basis.size) || input.size;
  const seen =
    input.channels === ours.channels ? input : { ...input, mean: [meanOf(input.mean)], std: [meanOf(input.std)] };
  const adapted = { ...seen, size, channels: ours.channels };
  const { weights, done } = adaptWeights(file.group('model'), describeNetwork({ backbone, input: adapted }).wanted);
  return { source: { config: { backbone, input: adapted }, weights }, done };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The same as if that run had ended before its first step: for time and memory the weights do not matter.
 *
 * @throws InputError when the config names it by id or name alone
 */
export function untrainedBasis({ method }: PretrainConfig): MethodSource | undefined {
  const basis = methodBasis(method);
  if (!basis) return undefined;
  if (basis.kind === 'config') return untrainedSource(basis.config, createRng(0, 'basis'));
  const isRun = basis.kind === 'run';
  throw new InputError({
    where: basis.where,
    found: `${isRun ? `run ${basis.id}` : `the weights "${basis.name}"`}, whose network is not known here`,
    fix: isRun ? 'name the pretraining by its config (kind "config")' : 'set it to {"kind":"random"} for this',
  });
}
