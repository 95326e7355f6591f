import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { tensorCount } from '../leakGuard';
import { openEngine } from '../openEngine';
import { tf } from '../tf';
import { differenceGradients, type Op, relativeError, tapeGradients, three } from './gradients';

export type Stored = { shape: number[]; values: number[] };

export type OpCase = {
  inputs: Record<string, Stored>;
  output: Stored;
  direction: Stored;
  gradients: Record<string, Stored>;
};

type Cases = Record<'relu' | 'gelu' | 'layerNorm' | 'linear', OpCase> & {
  batchNorm: OpCase & { mean: Stored; variance: Stored };
  softmaxCrossEntropy: OpCase & { targets: Stored };
  conv2d: (OpCase & { stride: number; padding: number })[];
  maxPool: (OpCase & { size: number; stride: number; padding: number })[];
  cropAndResize: (Pick<OpCase, 'inputs' | 'output'> & { interpolated: Stored })[];
};

/** What tools/reference/own_ops.py wrote; its shape is that script's promise. */
export const cases = (
  JSON.parse(readFileSync(new URL('../ops/fixtures/ownOps.json', import.meta.url), 'utf8')) as { cases: Cases }
).cases;

export function toTensor<R extends tf.Rank>({ shape, values }: Stored, dtype: 'float32' | 'int32' = 'float32') {
  return tf.tensor<R>(values, shape as tf.ShapeMap[R], dtype); // the caller knows the rank of its fixture
}

/** The op against PyTorch's output and gradients and against finite differences, with no tensor left over. */
export function expectAsPytorch(op: Op, found: OpCase): void {
  openEngine();
  const before = tensorCount();
  tf.tidy(() => {
    const inputs = Object.values(found.inputs).map((input) => toTensor(input));
    const direction = toTensor(found.direction);
    const output = op(three(inputs));
    expect(output.shape).toEqual(found.output.shape);
    expect(relativeError(output.dataSync(), found.output.values)).toBeLessThan(2e-6);
    const gradients = tapeGradients(op, inputs, direction);
    const differences = differenceGradients(op, inputs, direction);
    for (const [i, name] of Object.keys(found.inputs).entries()) {
      const expected = found.gradients[name]?.values ?? [];
      expect(relativeError(gradients[i] ?? [], expected), `gradient of ${name}`).toBeLessThan(5e-6);
      expect(relativeError(differences[i] ?? [], expected), `differences of ${name}`).toBeLessThan(2e-2);
    }
  });
  expect(tensorCount()).toBe(before);
}
