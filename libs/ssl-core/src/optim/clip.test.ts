import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { clipByGlobalNorm, clipByValue } from './clip';
import { difference, flat, REFERENCE, type Values } from './testing/reference';

const tensorsOf = ({ weight, bias }: Values) => ({ weight: tf.tensor(weight), bias: tf.tensor(bias) });
const valuesOf = (tensors: tf.NamedTensorMap) => Object.values(tensors).flatMap((tensor) => [...tensor.dataSync()]);

describe.each(REFERENCE.clip)('clipping at $max', ({ max, gradients, norm, clipped, clippedByValue }) => {
  it('by the global norm equals clip_grad_norm_', () => {
    const before = tf.memory().numTensors;
    const given = tensorsOf(gradients);
    const result = clipByGlobalNorm(given, max);
    expect(result.norm.dataSync()[0]).toBeCloseTo(norm, 5);
    expect(difference(valuesOf(result.gradients), flat(clipped))).toBeLessThan(1e-6);
    tf.dispose([given, result.gradients, result.norm]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('by value equals clip_grad_value_', () => {
    const before = tf.memory().numTensors;
    const given = tensorsOf(gradients);
    const result = clipByValue(given, max);
    expect(difference(valuesOf(result), flat(clippedByValue))).toBeLessThan(1e-6);
    tf.dispose([given, result]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('hands the gradients back when there is no limit', () => {
  const given = { weight: tf.tensor([3, 4]) };
  expect(clipByValue(given, null)).toBe(given);
  const { gradients, norm } = clipByGlobalNorm(given, null);
  expect(gradients).toBe(given);
  expect(norm.dataSync()[0]).toBe(5);
  tf.dispose([given, norm]);
});
