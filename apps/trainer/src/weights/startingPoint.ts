import type { InputConfig } from '@assay/contracts';
import { type Backbone, type Parameter, storedShape } from '@assay/ssl-core';
import type { TensorFile, TensorGroup } from '../tasks/tensorFile';
import { adaptWeights } from './adaptWeights';
import { readHeader } from './weightsHeader';

export type Note = { text: string; level: 'info' | 'warning' };

/**
 * The weights of a file, adapted to a run's own pictures, and the parameters that they are for. Tensors that the file never
 * had (weights brought in with `--partial`) stay as they were drawn.
 *
 * @returns also what a reader of the run's log should know
 */
export function startingPoint(
  backbone: Pick<Backbone, 'parameters'>,
  file: TensorFile,
  input: InputConfig,
): { parameters: Parameter[]; weights: TensorGroup; notes: Note[] } {
  const header = readHeader(file.metadata);
  const missing = new Set(header.missing);
  const parameters = backbone.parameters.filter(({ name }) => !missing.has(name));
  const wanted = parameters.map((parameter) => ({ name: parameter.name, shape: storedShape(parameter) }));
  const { weights, done } = adaptWeights(file.group('model'), wanted);
  const notes: Note[] = done.map((text) => ({ text, level: 'info' }));
  if (missing.size > 0)
    notes.push({ text: `${missing.size} tensors were not in the weights: as drawn`, level: 'warning' });
  if (header.input && !hasSameScale(header.input, input)) {
    const { mean, std } = header.input;
    const text = `the weights were trained with mean ${mean.join(', ')} and std ${std.join(', ')}; the run's input differs`;
    notes.push({ text, level: 'warning' });
  }
  return { parameters, weights: new Map(weights), notes };
}

type Scale = { mean: readonly number[]; std: readonly number[] };

/** Of three channels' numbers, or of one for all; grey pictures are not compared with coloured ones. */
function hasSameScale(theirs: Scale, ours: Scale): boolean {
  return (['mean', 'std'] as const).every((key) => {
    const [a, b] = [theirs[key], ours[key]];
    const length = Math.max(a.length, b.length);
    const at = (values: readonly number[], i: number): number => values[values.length === 1 ? 0 : i] ?? Number.NaN;
    return Array.from({ length }, (_, i) => Math.abs(at(a, i) - at(b, i)) < 1e-3).every(Boolean);
  });
}
