import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { tensorCount } from '../leakGuard';
import { openEngine } from '../openEngine';
import { tf } from '../tf';
import { MODES, type Op, type Outcome, relativeError, type Trial, tryOperation } from './gradients';

export type Stored = { shape: number[]; values: number[]; dtype?: 'int32' };

export type OpCase = {
  inputs: Record<string, Stored>;
  output: Stored;
  direction: Stored;
  /** Of the inputs that have one. */
  gradients: Record<string, Stored>;
};

type Activation = 'relu' | 'gelu' | 'silu' | 'softmax' | 'logSoftmax' | 'logSumExp';
type Layer = 'layerNorm' | 'linear' | 'normalise' | 'normaliseShort';
type Loss = 'softmaxCrossEntropy' | 'sparseSoftmaxCrossEntropy';
type Indexing = 'gatherTokens' | 'segmentSum' | 'scatterAdd' | 'topK';
type Cases = Record<Activation | Layer | Loss | Indexing, OpCase> & {
  batchNorm: OpCase & { mean: Stored; variance: Stored };
  broadcasting: (OpCase & { operation: 'maximum' | 'minimum' | 'squaredDifference' | 'divideOrZero' })[];
  conv2d: (OpCase & { stride: number; padding: number; dilation: number; groups: number })[];
  depthwiseConv2d: (OpCase & { stride: number; padding: number; dilation: number })[];
  maxPool: (OpCase & { size: number; stride: number; padding: number })[];
  avgPool: (OpCase & { size: number; stride: number; padding: number; countsPadding: boolean })[];
  scaledDotProductAttention: (OpCase & { scale?: number })[];
  cropAndResize: (OpCase & { interpolated: Stored })[];
  resize: (OpCase & { mode: 'bilinear' | 'nearest' })[];
  roiAlign: (OpCase & { samplingRatio: number; spatialScale: number; aligned: boolean })[];
  gather: (OpCase & { axis: number })[];
  cumsum: (OpCase & { axis: number; exclusive: boolean; reverse: boolean })[];
};

/** What tools/reference/own_ops.py wrote; its shape is that script's promise. */
export const cases = (
  JSON.parse(readFileSync(new URL('../ops/fixtures/ownOps.json', import.meta.url), 'utf8')) as { cases: Cases }
).cases;

export function toTensor<R extends tf.Rank>({ shape, values, dtype }: Stored) {
  return tf.tensor<R>(values, shape as tf.ShapeMap[R], dtype ?? 'float32'); // the caller knows the rank of its fixture
}

/** Largest errors that pass, over the largest number of what is compared. */
const OUTPUT_ERROR_MAX = 2e-6;
const GRADIENT_ERROR_MAX = 5e-6;
const DIFFERENCE_ERROR_MAX = 1e-3;

/**
 * The operation against PyTorch's output and gradients, and against finite differences; executed and compiled, with no
 * tensor left over.
 */
export function expectAsPytorch(op: Op, found: OpCase): void {
  openEngine();
  const inputs = Object.fromEntries(Object.entries(found.inputs).map(([name, stored]) => [name, toTensor(stored)]));
  const trial = { op, inputs, moving: Object.keys(found.gradients), direction: toTensor(found.direction) };
  for (const { mode, outcome } of outcomes(trial)) {
    expect(outcome.shape).toEqual(found.output.shape);
    expect(relativeError(outcome.output, found.output.values), `${mode} output`).toBeLessThan(OUTPUT_ERROR_MAX);
    for (const [name, { values }] of Object.entries(found.gradients)) {
      const error = relativeError(outcome.gradients[name] ?? [], values);
      expect(error, `${mode} gradient of ${name}`).toBeLessThan(GRADIENT_ERROR_MAX);
      const difference = relativeError(outcome.differences[name] ?? [], values);
      expect(difference, `${mode} differences of ${name}`).toBeLessThan(DIFFERENCE_ERROR_MAX);
    }
  }
}

/**
 * The operation's gradients against finite differences, for what PyTorch has no number for; executed and compiled alike.
 *
 * @returns what it gives
 */
export function expectGradients(trial: Trial): Outcome {
  openEngine();
  const [executed, compiled] = outcomes(trial).map(({ outcome }) => outcome);
  if (!executed || !compiled) throw new Error('an operation was not tried');
  expect(relativeError(compiled.output, executed.output)).toBeLessThan(OUTPUT_ERROR_MAX);
  for (const name of trial.moving) {
    const gradient = executed.gradients[name] ?? [];
    expect(relativeError(compiled.gradients[name] ?? [], gradient), name).toBeLessThan(GRADIENT_ERROR_MAX);
    expect(relativeError(executed.differences[name] ?? [], gradient), name).toBeLessThan(DIFFERENCE_ERROR_MAX);
    expect(relativeError(compiled.differences[name] ?? [], gradient), name).toBeLessThan(DIFFERENCE_ERROR_MAX);
  }
  return executed;
}

/** Tries the operation both ways; the trial's tensors are disposed of. */
function outcomes(trial: Trial): { mode: keyof typeof MODES; outcome: Outcome }[] {
  const before = tensorCount();
  const modes = Object.keys(MODES) as (keyof typeof MODES)[]; // it has these keys alone
  const found = modes.map((mode) => ({ mode, outcome: tryOperation(mode, trial) }));
  expect(tensorCount()).toBe(before);
  tf.dispose([Object.values(trial.inputs), trial.direction]);
  return found;
}
