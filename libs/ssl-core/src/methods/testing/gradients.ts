import type { tf } from '@assay/engine';
import { expect } from 'vitest';
import { exportParameters, type Parameter } from '../../layers/parameters';

/** What a fixture holds of a tensor: its norm, and five entries spread over it. */
export type Samples = { norm: number; samples: number[] };

/** Gradients in the parameters' stored layout, by name; without those that are missing. */
export function storedGradients(
  trainable: readonly Parameter[],
  gradients: tf.NamedTensorMap,
): Map<string, Float32Array> {
  const named = trainable.flatMap((parameter) => {
    const gradient = gradients[parameter.variable.name];
    return gradient ? [{ ...parameter, variable: gradient as tf.Variable }] : []; // as: read only, as any tensor
  });
  return new Map(exportParameters(named).map(({ name, data }) => [name, data]));
}

/**
 * Within 1e-3 of a gradient's norm; its entries within 1e-3 of their root mean square, or of themselves.
 *
 * @param least the smallest norm to be relative to: a gradient that is 0 in truth (what shifts all rows alike before batch
 *   norm, a key's bias before softmax) has none of its own
 */
export function expectGradients(
  found: ReadonlyMap<string, Float32Array>,
  known: Readonly<Record<string, Samples>>,
  least = 1e-3,
): void {
  expect([...found.keys()].sort()).toEqual(Object.keys(known).sort());
  for (const [name, { norm, samples }] of Object.entries(known)) {
    const data = found.get(name) ?? new Float32Array();
    const scale = Math.max(norm, least);
    expect(Math.abs(normOf(data) - norm) / scale, `${name}: norm`).toBeLessThan(1e-3);
    const typical = scale / Math.sqrt(data.length);
    for (const [i, value] of pickSamples(data).entries()) {
      const wanted = samples[i] ?? Number.NaN;
      expect(Math.abs(value - wanted) / Math.max(typical, Math.abs(wanted)), `${name}[${i}]`).toBeLessThan(1e-3);
    }
  }
}

export function normOf(data: Float32Array): number {
  return Math.sqrt(data.reduce((sum, value) => sum + value * value, 0));
}

/** The five entries that a fixture holds. */
export function pickSamples(data: Float32Array = new Float32Array()): number[] {
  return Array.from({ length: 5 }, (_, i) => data[Math.floor((i * data.length) / 5)] ?? Number.NaN);
}
